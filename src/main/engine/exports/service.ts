/** What can be taken out of the store: the procedures of `contract.exports`. */
import type { FigureSpec } from '../../../core/registries/figures.ts';
import type { AggregateService, StatisticsRequest } from '../aggregates/service.ts';
import { PairlensError } from '../../../shared/errors.ts';
import type { FigureFormat } from '../../../shared/figures.ts';
import type { TableFormat } from '../../../shared/tables.ts';
import type { FigureQuestions } from '../figures/draw-figure.ts';
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
import type { Asked, Followed } from '../threads/readings.ts';
import type { ExportQuestions, ExportTasks, MetricsPiece, MetricsRequest } from './readings.ts';

export interface ExportServices extends FigureServices {
  readonly runs: FigureServices['runs'] & Pick<RunService, 'expectSound'>;
  readonly jobs: Pick<Jobs, 'start'>;
  readonly aggregates: FigureServices['aggregates'] & Pick<AggregateService, 'result'>;
}

/** What is drawn and written elsewhere. */
export type ExportReadings = Asked<ExportQuestions & FigureQuestions> & Followed<ExportTasks>;

interface FigureRequest extends AnyFigureRequest {
  readonly spec: FigureSpec;
}

const MIME_TYPES: Readonly<Record<FigureFormat, string>> = {
  svg: 'image/svg+xml',
  png: 'image/png',
  pdf: 'application/pdf',
  csv: 'text/csv;charset=utf-8',
};

export class ExportService {
  readonly #services: ExportServices;
  readonly #readings: ExportReadings;
  readonly #maker: FigureMaker;

  constructor(services: ExportServices, readings: ExportReadings) {
    this.#services = services;
    this.#readings = readings;
    this.#maker = { kinds: FIGURE_KINDS, services, draw: (figure) => readings.figureBytes(figure) };
  }

  /** The table of what the filter shows, in pieces. Throws NOT_FOUND before the first one. */
  async *metricsPieces(request: MetricsRequest): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
    await this.#services.runs.expectSound({ id: request.runId });
    for await (const { bytes } of this.#readings.metricsPieces(request)) yield bytes;
  }

  /**
   * The same as a job, which ends when the last piece has been taken.
   * @throws PairlensError NOT_FOUND before the first piece; CANCELLED
   */
  async *metricsTable(request: MetricsRequest): AsyncGenerator<MetricsPiece, void> {
    const { jobs, runs } = this.#services;
    const { runId, format } = request;
    runs.get({ id: runId });
    await runs.expectSound({ id: runId });
    const title = `metrics.${format} of run ${runId}`;
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
    try {
      for await (const piece of this.#readings.metricsPieces(request)) {
        if (signal.aborted) throw new PairlensError('CANCELLED', `${title} was cancelled`, { runId });
        yield piece;
        report.progress({ done: piece.done, total: piece.total });
      }
    } catch (error) {
      over.reject(error);
      throw error;
    } finally {
      // Also when nobody wants the rest.
      over.resolve();
    }
  }

  /** The statistics of heads as the bytes of a file. */
  async aggregatesTable({
    format,
    ...request
  }: StatisticsRequest & { readonly format: TableFormat }): Promise<Uint8Array<ArrayBuffer>> {
    const { runs, aggregates } = this.#services;
    const run = runs.get({ id: request.runId });
    const result = await aggregates.result(request);
    return this.#readings.aggregatesTable({ ...result, run, group: request.group, format });
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
