/** What can be taken out of the store: the procedures of `contract.exports`. */
import type { FigureSpec } from '../../../core/registries/figures.ts';
import { aggregatesCsv } from '../../../core/analyses/statistics/aggregates-csv.ts';
import type { StatisticsRequest } from '../aggregates/service.ts';
import type { ResultFilter, ResultRow, ResultSort } from '../../../shared/entities.ts';
import { PairlensError } from '../../../shared/errors.ts';
import type { FigureFormat } from '../../../shared/figures.ts';
import {
  figureFile,
  type FigureMaker,
  type FigureRequest as AnyFigureRequest,
} from '../figures/figure-file.ts';
import type { FigureServices } from '../figures/figure-kind.ts';
import { FIGURE_KINDS } from '../registries/figures.ts';
import type { JobReport } from '../jobs/job-teller.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { RunService } from '../runs/service.ts';
import type { ResultsService } from '../results/service.ts';
import { metricsCsv } from './csv.ts';

export interface ExportServices extends FigureServices {
  readonly runs: FigureServices['runs'] & Pick<RunService, 'expectSound'>;
  readonly results: Pick<ResultsService, 'values' | 'all' | 'count'>;
  readonly jobs: Pick<Jobs, 'start'>;
}

interface MetricsRequest {
  readonly runId: number;
  readonly filter: ResultFilter;
  readonly sort: ResultSort;
}

interface FigureRequest extends AnyFigureRequest {
  readonly spec: FigureSpec;
}

const MIME_TYPES: Readonly<Record<FigureFormat, string>> = {
  svg: 'image/svg+xml',
  png: 'image/png',
  csv: 'text/csv;charset=utf-8',
};

export class ExportService {
  readonly #services: ExportServices;
  readonly #maker: FigureMaker;

  /** @param resources the folder that has fonts/ */
  constructor(services: ExportServices, resources: string) {
    this.#services = services;
    this.#maker = { kinds: FIGURE_KINDS, services, resources };
  }

  /** metrics.csv of what the filter shows, in pieces. Throws NOT_FOUND before the first one. */
  async *metricsPieces(request: MetricsRequest): AsyncGenerator<string, void> {
    const { results, runs } = this.#services;
    await runs.expectSound({ id: request.runId });
    yield* metricsCsv(eachRow(results.all(request)), runs.get({ id: request.runId }).metrics);
  }

  /**
   * The same as a job, which ends when the last piece has been taken.
   * @throws PairlensError NOT_FOUND before the first piece; CANCELLED
   */
  async *metricsCsv(request: MetricsRequest): AsyncGenerator<string, void> {
    const { jobs, results, runs } = this.#services;
    const { runId, filter } = request;
    const { metrics } = runs.get({ id: runId });
    await runs.expectSound({ id: runId });
    const { rows: total } = results.count({ runId, filter });
    const title = `metrics.csv of run ${runId}`;
    const turn = Promise.withResolvers<{ signal: AbortSignal; report: JobReport }>();
    const over = Promise.withResolvers<void>();
    jobs.start({
      kind: 'export',
      title,
      subject: { runId },
      unit: 'rows',
      work: (signal, report) => {
        turn.resolve({ signal, report });
        return over.promise;
      },
    });
    const { signal, report } = await turn.promise;
    report.activity('Writing rows');
    let done = 0;
    const counted = function* (chunks: Iterable<readonly ResultRow[]>) {
      for (const chunk of chunks) {
        yield* chunk;
        done += chunk.length;
      }
    };
    try {
      for await (const piece of metricsCsv(counted(results.all(request)), metrics)) {
        if (signal.aborted) throw new PairlensError('CANCELLED', `${title} was cancelled`, { runId });
        yield piece;
        report.progress({ done, total });
      }
    } catch (error) {
      over.reject(error);
      throw error;
    } finally {
      // Also when nobody wants the rest.
      over.resolve();
    }
  }

  async aggregatesCsv(request: StatisticsRequest): Promise<string> {
    return aggregatesCsv(await this.#services.aggregates.rows(request));
  }

  /** In the type of its format. */
  async figure(request: FigureRequest): Promise<Blob> {
    return new Blob([await this.figureFile(request)], { type: MIME_TYPES[request.format] });
  }

  /** The bytes that {@link figure} gives. Throws what {@link figureFile} of figures/figure-file.ts throws. */
  async figureFile(request: FigureRequest): Promise<Uint8Array<ArrayBuffer>> {
    if ('runId' in request.spec) await this.#services.runs.expectSound({ id: request.spec.runId });
    return figureFile(this.#maker, request);
  }
}

function* eachRow(chunks: Iterable<readonly ResultRow[]>): Generator<ResultRow> {
  for (const chunk of chunks) yield* chunk;
}
