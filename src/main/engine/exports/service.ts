/** What can be taken out of the store: the procedures of `contract.exports`. */
import type { FigureSpec } from '../../../core/registries/figures.ts';
import type { AggregateService, StatisticsRequest } from '../aggregates/service.ts';
import type { Drawable, FigureFormat } from '../../../shared/figures.ts';
import type { TableFormat } from '../../../shared/tables.ts';
import type { FigureParts, FigureQuestions } from '../figures/draw-figure.ts';
import {
  figureFile,
  type FigureMaker,
  type FigureRequest as AnyFigureRequest,
  loadFigure,
} from '../figures/figure-file.ts';
import { fontsOfFigure } from '../figures/figure-record.ts';
import { compositionFile } from '../figures/composition-file.ts';
import type { FigureServices, LoadedFigure } from '../figures/figure-kind.ts';
import { FIGURE_KINDS } from '../registries/figures.ts';
import type { JobReport } from '../jobs/job-teller.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { RunService } from '../runs/service.ts';
import type { ReadableStore } from '../store/database.ts';
import type { Asked, Followed } from '../threads/readings.ts';
import { tensorPieces } from './tensors-file.ts';
import { asJob } from './streamed-job.ts';
import type { ExportQuestions, ExportTasks, MetricsPiece, MetricsRequest } from './readings.ts';

export interface ExportServices extends FigureServices {
  readonly runs: FigureServices['runs'] & Pick<RunService, 'expectSound'>;
  readonly jobs: Pick<Jobs, 'start'>;
  readonly aggregates: FigureServices['aggregates'] & Pick<AggregateService, 'result'>;
}

/** What is drawn and written elsewhere. */
export type ExportReadings = Asked<ExportQuestions & FigureQuestions> & Followed<ExportTasks>;

interface FigureRequest extends AnyFigureRequest {
  readonly spec: Drawable;
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
  readonly #store: ReadableStore;

  constructor(store: ReadableStore, services: ExportServices, readings: ExportReadings) {
    this.#store = store;
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
    const plan = { title: `metrics.${format} of run ${runId}`, runId, unit: 'rows' };
    yield* asJob(jobs, plan, (report) => this.#told(request, report));
  }

  async *#told(request: MetricsRequest, report: JobReport): AsyncGenerator<MetricsPiece, void> {
    report.activity('Writing rows');
    for await (const piece of this.#readings.metricsPieces(request)) {
      yield piece;
      report.progress({ done: piece.done, total: piece.total });
    }
  }

  /**
   * What a run keeps as a safetensors file, in pieces: a tensor each, called ROLE.PAIR.SIDE.HOOK, of float32. As a job.
   * @throws PairlensError NOT_FOUND; RUN_STATE for a run that keeps nothing; STORE_DAMAGED, CANCELLED
   */
  async *tensors({ runId }: { readonly runId: number }): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
    const { jobs, runs } = this.#services;
    const run = runs.get({ id: runId });
    yield* asJob(jobs, { title: `Tensors of run ${runId}`, runId, unit: 'tensors' }, (report) =>
      tensorPieces(this.#store.database, run, report),
    );
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
  async figure(request: FigureRequest): Promise<{ readonly file: Blob; readonly withoutFont: string[] }> {
    const { format } = request;
    const bytes = await this.figureFile(request);
    const file = new Blob([bytes], { type: MIME_TYPES[format] });
    const withoutFont = format === 'csv' ? [] : fontsOfFigure(bytes, `figure.${format}`).withoutFont;
    return { file, withoutFont };
  }

  /** Its drawing in the light, and the words that stand beside it, for a page that has more of them. */
  async figureParts(spec: FigureSpec): Promise<FigureParts> {
    const { data } = await this.#load(spec);
    return this.#readings.figureParts({ spec, theme: 'light', data });
  }

  /** Rules of CSS with the fonts of a page that says this. */
  pageFonts(text: string): Promise<string> {
    return this.#readings.pageFonts(text);
  }

  /** The bytes that {@link figure} gives. Throws what {@link figureFile} of figures/figure-file.ts throws. */
  async figureFile(request: FigureRequest): Promise<Uint8Array<ArrayBuffer>> {
    const { spec } = request;
    if (spec.kind === 'composition')
      return compositionFile(
        (figure) => this.#load(figure),
        (found) => this.#readings.compositionBytes(found),
        { ...request, spec },
      );
    await this.#expectSound(spec);
    return figureFile(this.#maker, { ...request, spec });
  }

  async #load(spec: FigureSpec): Promise<LoadedFigure<unknown>> {
    await this.#expectSound(spec);
    return loadFigure(this.#maker, spec);
  }

  /** The run that a figure is of. */
  async #expectSound(spec: FigureSpec): Promise<void> {
    if ('runId' in spec) await this.#services.runs.expectSound({ id: spec.runId });
  }
}
