/** What can be taken out of the store: the procedures of `contract.exports`. */
import type { Figure } from '../../../core/figures/figure.ts';
import { FIGURE_THEMES } from '../../../core/figures/theme.ts';
import type { FigureSpec, ResultFilter, ResultRow, ResultSort, Run } from '../../../shared/entities.ts';
import type { ResultsService } from '../results/service.ts';
import type { RunService } from '../runs/service.ts';
import { aggregatesCsv, metricsCsv } from './csv.ts';
import { makeFigure, type FigureServices } from './figures.ts';
import { provenanceOf } from './run-record.ts';

export interface ExportServices extends FigureServices {
  readonly runs: Pick<RunService, 'get'>;
  readonly results: Pick<ResultsService, 'values' | 'all'>;
}

interface FigureRequest {
  readonly spec: FigureSpec;
  readonly format: 'svg' | 'png';
  readonly theme: 'light' | 'dark';
}

export class ExportService {
  readonly #services: ExportServices;
  readonly #resources: string;

  /** @param resources the folder that has fonts/ */
  constructor(services: ExportServices, resources: string) {
    this.#services = services;
    this.#resources = resources;
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

  async figure(request: FigureRequest): Promise<Blob> {
    const type = request.format === 'svg' ? 'image/svg+xml' : 'image/png';
    return new Blob([await this.figureFile(request)], { type });
  }

  /** The bytes that {@link figure} gives. */
  async figureFile({ spec, format, theme }: FigureRequest): Promise<Uint8Array<ArrayBuffer>> {
    const run = this.#services.runs.get({ id: spec.runId });
    const figure = await makeFigure(this.#services, run, spec, FIGURE_THEMES[theme]);
    const provenance = { ...provenanceOf(run), figure: spec };
    // Imported when a figure is drawn: loading what draws takes as long as opening a workspace.
    const { figureSvg } = await import('./figure-svg.ts');
    const svg = figureSvg(figure, FIGURE_THEMES[theme], provenance);
    if (format === 'svg') return new TextEncoder().encode(svg);
    const { figurePng } = await import('./figure-png.ts');
    return figurePng(svg, this.#resources, describe(run, figure, provenance));
  }
}

function* eachRow(chunks: Iterable<readonly ResultRow[]>): Generator<ResultRow> {
  for (const chunk of chunks) yield* chunk;
}

/** What a PNG says of itself, by the keywords of the PNG specification. */
function describe(run: Run, figure: Figure, provenance: object): Record<string, string> {
  return {
    Title: figure.title,
    Description: [figure.note, figure.caption].filter((text) => text !== '').join(' '),
    Software: `Pairlens ${run.provenance.pairlensVersion}`,
    Comment: JSON.stringify(provenance),
  };
}
