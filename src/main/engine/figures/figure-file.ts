/** A figure as a file: its data found, drawn or written as numbers, with the record of what it is. */
import type { Figure } from '../../../core/figures/figure.ts';
import { guessTextWidth, measureTextWith } from '../../../core/figures/text-width.ts';
import { FIGURE_THEMES, type FigureTheme } from '../../../core/figures/theme.ts';
import { codeOf, withCodes } from '../../../core/figures/visible-text.ts';
import { PairlensError } from '../../../shared/errors.ts';
import type { FigureFormat, ThemeName } from '../../../shared/figures.ts';
import type { FigureKinds, FigureServices } from './figure-kind.ts';
import type { FigureFonts } from './fonts/figure-fonts.ts';
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
  // Imported when a figure is drawn: loading what draws takes as long as opening a workspace.
  const { embedFonts, outlineTexts, openFigureFonts, figureSvg } = await import('./drawing.ts');
  // Which letters a figure has is known when it is drawn; how wide they are, when there are fonts for them.
  const fonts = await openFigureFonts(resources, textsOf(kind.draw(data, theme)));
  const figure = drawIn(fonts, theme, (inFonts) => kind.draw(data, inFonts));
  const record = figureRecord(provenance, spec, themeName, fonts);
  const svg = outlineTexts(figureSvg(figure, theme, record), fonts);
  if (format === 'svg') return new TextEncoder().encode(await embedFonts(svg, fonts));
  const { figurePng } = await import('./figure-png.ts');
  return figurePng(svg, resources, describe(figure, record));
}

/** All that a figure says. */
function textsOf({ title, note, caption, option }: Figure): string {
  return [title, note, caption, JSON.stringify(option)].join(' ');
}

/** Draws with the widths of the fonts; what none of them has is shown by its code, and said under the figure. */
function drawIn(
  fonts: Pick<FigureFonts, 'measure' | 'hasShape' | 'missing'>,
  theme: FigureTheme,
  draw: (theme: FigureTheme) => Figure,
): Figure {
  measureTextWith(fonts.measure);
  const isWhole = fonts.missing.length === 0;
  const figure = draw(isWhole ? theme : { ...theme, hasShape: fonts.hasShape });
  measureTextWith(guessTextWidth);
  if (isWhole) return figure;
  const coded = (text: string) => withCodes(text, fonts.hasShape);
  return {
    ...figure,
    title: coded(figure.title),
    note: [coded(figure.note), missingWords(fonts.missing)].filter((text) => text !== '').join(' '),
    caption: coded(figure.caption),
  };
}

const MOST_NAMED = 6;

/** 'No font of this machine has U+6211, U+559C and 3 more: they are shown by these codes.' */
function missingWords(missing: readonly string[]): string {
  const named = missing.slice(0, MOST_NAMED).map(codeOf);
  const more = missing.length - named.length;
  const list = more > 0 ? `${named.join(', ')} and ${more} more` : named.join(', ');
  return `No font of this machine has ${list}: shown by ${missing.length === 1 ? 'its code' : 'their codes'}.`;
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
