/** A figure as a file: its data found, drawn or written as numbers, with the record of what it is. */
import type { Figure } from '../../../core/figures/figure.ts';
import { FIGURE_THEMES } from '../../../core/figures/theme.ts';
import { PairlensError } from '../../../shared/errors.ts';
import type { FigureFormat, ThemeName } from '../../../shared/figures.ts';
import type { FigureKinds, FigureServices } from './figure-kind.ts';
import { figureRecord, type FigureRecord, hasHashesOf, RECORD_KEYWORD } from './figure-record.ts';

export interface FigureMaker {
  readonly kinds: FigureKinds;
  readonly services: FigureServices;
  /** The folder that has fonts/. */
  readonly resources: string;
}

export interface FigureRequest {
  /** As the schema of its kind reads it. */
  readonly spec: { readonly kind: string };
  readonly format: FigureFormat;
  readonly theme: ThemeName;
  /** Where a figure that is drawn again came from, as its file says. */
  readonly drawnFrom?: Readonly<Record<string, unknown>>;
}

/**
 * The bytes of the file: the same figure gives the same ones.
 * @throws PairlensError NOT_FOUND for what the workspace does not have, CONFLICT where it has something else than what
 * was drawn, and what the services throw
 */
export async function figureFile(
  { kinds, services, resources }: FigureMaker,
  { spec, format, theme: themeName, drawnFrom = {} }: FigureRequest,
): Promise<Uint8Array<ArrayBuffer>> {
  const kind = kinds[spec.kind];
  if (kind === undefined) throw new PairlensError('BAD_REQUEST', `no figure is of kind ${spec.kind}`);
  const { data, provenance } = await kind.load(services, spec);
  if (!hasHashesOf(drawnFrom, provenance))
    throw new PairlensError(
      'CONFLICT',
      'what this workspace has under the numbers of the figure was computed with other weights or from other texts',
    );
  if (format === 'csv') return new TextEncoder().encode(kind.csv(data));
  const theme = FIGURE_THEMES[themeName];
  const figure = kind.draw(data, theme);
  const record = figureRecord(provenance, spec, themeName);
  // Imported when a figure is drawn: loading what draws takes as long as opening a workspace.
  const { figureSvg } = await import('./figure-svg.ts');
  const svg = figureSvg(figure, theme, record);
  if (format === 'svg') return new TextEncoder().encode(svg);
  const { figurePng } = await import('./figure-png.ts');
  return figurePng(svg, resources, describe(figure, record));
}

/** What a PNG says of itself, by the keywords of the PNG specification. */
function describe(figure: Figure, record: FigureRecord): Record<string, string> {
  return {
    Title: figure.title,
    Description: [figure.note, figure.caption].filter((text) => text !== '').join(' '),
    Software: `Pairlens ${record.pairlens}`,
    [RECORD_KEYWORD]: JSON.stringify(record),
  };
}
