/** What can be taken out of the store: the procedures of `contract.exports`. */
import type { FigureSpec } from '../../../core/figures/registry.ts';
import { aggregatesCsv } from '../../../core/statistics/aggregates-csv.ts';
import type { ResultFilter, ResultRow, ResultSort } from '../../../shared/entities.ts';
import type { FigureFormat } from '../../../shared/figures.ts';
import {
  figureFile,
  type FigureMaker,
  type FigureRequest as AnyFigureRequest,
} from '../figures/figure-file.ts';
import type { FigureServices } from '../figures/figure-kind.ts';
import { FIGURE_KINDS } from '../figures/registry.ts';
import type { ResultsService } from '../results/service.ts';
import { metricsCsv } from './csv.ts';

export interface ExportServices extends FigureServices {
  readonly results: Pick<ResultsService, 'values' | 'all'>;
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
  metricsCsv(request: {
    readonly runId: number;
    readonly filter: ResultFilter;
    readonly sort: ResultSort;
  }): AsyncGenerator<string, void> {
    return metricsCsv(eachRow(this.#services.results.all(request)));
  }

  async aggregatesCsv({ runId, group }: { readonly runId: number; readonly group: string }): Promise<string> {
    const run = this.#services.runs.get({ id: runId });
    return aggregatesCsv(await this.#services.aggregates.rows({ runId, group }), run.controlSet !== null);
  }

  /** In the type of its format. */
  async figure(request: FigureRequest): Promise<Blob> {
    return new Blob([await this.figureFile(request)], { type: MIME_TYPES[request.format] });
  }

  /** The bytes that {@link figure} gives. Throws what {@link figureFile} of figures/figure-file.ts throws. */
  async figureFile(request: FigureRequest): Promise<Uint8Array<ArrayBuffer>> {
    return figureFile(this.#maker, request);
  }
}

function* eachRow(chunks: Iterable<readonly ResultRow[]>): Generator<ResultRow> {
  for (const chunk of chunks) yield* chunk;
}
