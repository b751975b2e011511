/** A notebook with its tables as one file, for who takes a single one. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MetricName } from '../../../core/metrics/catalogue.ts';
import { zipPieces } from '../files/zip-pieces.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { exportNotebook } from './export-notebook.ts';
import type { RunExporter } from './export-run.ts';
import { asJob } from './streamed-job.ts';

/**
 * The bytes of a zip archive of what {@link exportNotebook} writes, in pieces, as a job.
 * @throws PairlensError as {@link exportNotebook}; CANCELLED
 */
export async function* zippedNotebook(
  engine: RunExporter & { readonly jobs: Pick<Jobs, 'start'> },
  { runId, metric }: { readonly runId: number; readonly metric: MetricName },
): AsyncGenerator<Uint8Array, void> {
  engine.runs.get({ id: runId });
  const folder = await mkdtemp(join(tmpdir(), 'pairlens-notebook-'));
  try {
    const plan = { title: `Notebook of run ${runId}`, runId, unit: 'files' };
    yield* asJob(engine.jobs, plan, async function* (report, signal) {
      report.activity('Writing the tables');
      const files = await exportNotebook(engine, { runId, metric }, join(folder, `run-${runId}.ipynb`));
      report.activity('Packing');
      yield* zipPieces((zip) => {
        for (const file of files) zip.addFile(join(folder, file), file);
      }, signal);
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
