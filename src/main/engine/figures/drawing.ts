/** A figure drawn in fonts, as a file has it. Loaded when the first one is drawn. */
import { type Figure, wordsUnder } from '../../../core/figures/figure.ts';
import { guessTextWidth, measureTextWith } from '../../../core/figures/text-width.ts';
import type { FigureTheme } from '../../../core/figures/theme.ts';
import { codeOf, withCodes } from '../../../core/figures/visible-text.ts';
import { figurePdf, fontName } from './figure-pdf.ts';
import { figurePng } from './figure-png.ts';
import { figureDrawing, figureSvg } from './figure-svg.ts';
import { type CarriedFont, type FigureFonts, openFigureFonts, type SetRun } from './fonts/figure-fonts.ts';
import { embedFonts, outlineTexts, setTexts } from './fonts/file-text.ts';

export { embedFonts };

/** What a file says of itself, by the keywords of the PNG specification. */
export type FileWords = Readonly<Record<string, string>>;

/** A figure and the fonts that it is drawn in. */
export interface DrawnFigure extends DrawnFiles {
  readonly figure: Figure;
  /** The drawing alone, without title, note and caption. */
  bare(this: void): string;
}

/**
 * Draws with the widths of the fonts; what none of them has is shown by its code, and said under the figure.
 * @param resources the folder that has fonts/
 * @throws PairlensError FILE_NOT_FOUND when a font that ships is missing
 */
export async function drawInFonts(
  draw: (theme: FigureTheme) => Figure,
  theme: FigureTheme,
  resources: string,
): Promise<DrawnFigure> {
  const { figures, fonts } = await figuresInFonts([draw], theme, resources);
  const [figure] = figures as [Figure];
  return {
    ...inFiles((record) => figureSvg(figure, theme, record), fonts, resources),
    figure,
    bare: () => outlineTexts(figureDrawing(figure), fonts),
  };
}

/** A document of SVG as the bytes of files. */
export interface DrawnFiles {
  readonly fonts: FigureFonts;
  /** The document, its texts in the fonts that ship or as outlines. @param record as figure-svg.ts has it */
  svg(this: void, record: object): string;
  png(this: void, said: FileWords, scale: number): Uint8Array<ArrayBuffer>;
  pdf(this: void, said: FileWords): Promise<Uint8Array<ArrayBuffer>>;
}

/** @param document with a record in it, its texts still without fonts */
export function inFiles(
  document: (record: object) => string,
  fonts: FigureFonts,
  resources: string,
): DrawnFiles {
  return {
    fonts,
    svg: (record) => outlineTexts(document(record), fonts),
    png: (said, scale) => figurePng(setTexts(document({}), fonts, asInPng), resources, said, scale),
    pdf: (said) => figurePdf(setTexts(document({}), fonts, asInPdf), fonts.carried, said),
  };
}

/** Figures that stand together, in the fonts that all of them need: as {@link drawInFonts} draws one. */
export async function figuresInFonts(
  draws: readonly ((theme: FigureTheme) => Figure)[],
  theme: FigureTheme,
  resources: string,
): Promise<{ readonly figures: readonly Figure[]; readonly fonts: FigureFonts }> {
  const drawn = (shown: FigureTheme) => draws.map((draw) => draw(shown));
  // Which letters a figure has is known when it is drawn; how wide they are, when there are fonts for them.
  const fonts = await openFigureFonts(resources, drawn(theme).map(textsOf).join(' '));
  measureTextWith(fonts.measure);
  const isWhole = fonts.missing.length === 0;
  const figures = drawn(isWhole ? theme : { ...theme, hasShape: fonts.hasShape });
  measureTextWith(guessTextWidth);
  return { figures: isWhole ? figures : figures.map((figure) => withMissing(figure, fonts)), fonts };
}

/**
 * What makes PNG files looks for its fonts by name, in those that ship, and for directions by the letters of a part: one of Hebrew
 * without any is outlines, or its brackets would be the other ones.
 */
function asInPng({ family, weight }: CarriedFont, { text, isRightToLeft }: SetRun): string | null {
  if (family === undefined || weight === undefined) return null;
  if (isRightToLeft && !/\p{Script=Hebrew}/u.test(text)) return null;
  return `font-family="${family}" font-weight="${weight}"`;
}

function asInPdf({ file }: CarriedFont, { isRightToLeft }: SetRun): string {
  return `font-family="${fontName(file, isRightToLeft)}"`;
}

/** All that a figure says. */
function textsOf(figure: Figure): string {
  return [figure.title, ...wordsUnder(figure), JSON.stringify(figure.option)].join(' ');
}

function withMissing(figure: Figure, { missing, hasShape }: FigureFonts): Figure {
  const coded = (text: string) => withCodes(text, hasShape);
  return {
    ...figure,
    title: coded(figure.title),
    note: [coded(figure.note), missingWords(missing)].filter((text) => text !== '').join(' '),
    caption: coded(figure.caption),
    ...(figure.sentences !== undefined && { sentences: coded(figure.sentences) }),
  };
}

const MOST_NAMED = 6;

/** 'No font of this machine has U+6211, U+559C and 3 more: shown by their codes.' */
function missingWords(missing: readonly string[]): string {
  const named = missing.slice(0, MOST_NAMED).map(codeOf);
  const more = missing.length - named.length;
  const list = more > 0 ? `${named.join(', ')} and ${more} more` : named.join(', ');
  return `No font of this machine has ${list}: shown by ${missing.length === 1 ? 'its code' : 'their codes'}.`;
}
