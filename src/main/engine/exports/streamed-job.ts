/** A file that somebody takes piece by piece, as a job: it ends when the last piece has been taken, or nobody wants the rest. */
import { PairlensError } from '../../../shared/errors.ts';
import type { JobReport } from '../jobs/job-teller.ts';
import type { Jobs } from '../jobs/jobs.ts';

/**
 * @param pieces are made when the job is at its turn
 * @throws PairlensError CANCELLED; what the pieces throw
 */
export async function* asJob<Piece>(
  jobs: Pick<Jobs, 'start'>,
  { title, runId, unit }: { readonly title: string; readonly runId: number; readonly unit: string },
  pieces: (report: JobReport, signal: AbortSignal) => AsyncIterable<Piece>,
): AsyncGenerator<Piece, void> {
  const turn = Promise.withResolvers<{ signal: AbortSignal; report: JobReport }>();
  const over = Promise.withResolvers<void>();
  jobs.start({
    kind: 'export',
    title,
    subject: { runId },
    unit,
    work: (signal, report) => {
      turn.resolve({ signal, report });
      return over.promise;
    },
  });
  const { signal, report } = await turn.promise;
  const cancelled = () => new PairlensError('CANCELLED', `${title} was cancelled`, { runId });
  try {
    for await (const piece of pieces(report, signal)) {
      if (signal.aborted) throw cancelled();
      yield piece;
    }
  } catch (error) {
    const told = signal.aborted ? cancelled() : error;
    over.reject(told);
    throw told;
  } finally {
    // Also when nobody wants the rest.
    over.resolve();
  }
}
