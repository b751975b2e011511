/** A figure whose data has been found, drawn or written as numbers, with the record of what it is. */
import { type Figure, wordsUnder } from '../../../core/figures/figure.ts';
import type { FigureDrawing, FigureDrawings } from '../../../core/figures/figure-drawing.ts';
import { fittedFigure } from '../../../core/figures/compose/fitted.ts';
import { columnsWidth } from '../../../core/figures/compose/layout.ts';
import { withCommonEnds } from '../../../core/figures/compose/common-ends.ts';
import { FIGURE_THEMES, type FigureTheme } from '../../../core/figures/theme.ts';
import { PairlensError } from '../../../shared/errors.ts';
import {
  type Composition,
  type FigureFormat,
  STANDARD_SCALE,
  type ThemeName,
} from '../../../shared/figures.ts';
import type { LoadedFigure } from './figure-kind.ts';
import { figureRecord, type FigureRecord, RECORD_KEYWORD } from './figure-record.ts';
import type { FigureFonts } from './fonts/figure-fonts.ts';

/** What is drawn: plain data, that may cross to another thread. */
export interface FoundFigure extends LoadedFigure<unknown> {
  readonly spec: { readonly kind: string };
  readonly format: FigureFormat;
  readonly theme: ThemeName;
  /** Of a PNG: its pixels for each pixel of the screen. */
  readonly scale?: number | undefined;
}

/** What is drawn for a page that says the rest itself. */
export type ShownFigure = Omit<FoundFigure, 'format' | 'scale' | 'provenance'>;

/** A figure in its parts: the drawing, and the words that stand beside it. */
export interface FigureParts {
  /** An SVG element of `width` x `height` pixels whose texts want the fonts that ship ({@link pageFonts}). */
  readonly svg: string;
  readonly width: number;
  readonly height: number;
  readonly title: string;
  readonly note: string;
  readonly caption: string;
}

/** Several figures whose data have been found. */
export interface FoundComposition {
  readonly composition: Composition;
  /** In its order. */
  readonly panels: readonly (LoadedFigure<unknown> & { readonly spec: { readonly kind: string } })[];
  readonly format: FigureFormat;
  readonly scale?: number | undefined;
}

export type FigureQuestions = ReturnType<typeof figureQuestions>;

/** @param resources the folder that has fonts/ */
export function figureQuestions(drawings: FigureDrawings, resources: string) {
  return {
    /** The bytes of its file: the same figure gives the same ones. */
    async figureBytes({
      spec,
      format,
      theme: themeName,
      scale,
      data,
      provenance,
    }: FoundFigure): Promise<Uint8Array<ArrayBuffer>> {
      const drawing = drawingOf(drawings, spec);
      if (format === 'csv') return new TextEncoder().encode(drawing.csv(data));
      const theme = FIGURE_THEMES[themeName];
      // Imported when a figure is drawn: loading what draws takes as long as opening a workspace.
      const { drawInFonts, embedFonts } = await import('./drawing.ts');
      const drawn = await drawInFonts((inFonts) => withSentences(drawing, data, inFonts), theme, resources);
      const record = figureRecord(provenance, spec, themeName, drawn.fonts);
      const said = describe(drawn.figure, record);
      if (format === 'pdf') return drawn.pdf(said);
      if (format === 'png') return drawn.png(said, scale ?? STANDARD_SCALE);
      return new TextEncoder().encode(await embedFonts(drawn.svg(record), drawn.fonts));
    },
    /** Several figures as one: the bytes of its file. The same ones give the same. */
    async compositionBytes({
      composition,
      panels,
      format,
      scale,
    }: FoundComposition): Promise<Uint8Array<ArrayBuffer>> {
      const drawn = panels.map(({ spec, data }) => ({ drawing: drawingOf(drawings, spec), data }));
      const shown = composition.commonScales ? withCommonEnds(drawn) : drawn.map(({ data }) => data);
      const draws = drawn.map(
        ({ drawing }, at) =>
          (theme: FigureTheme) =>
            withSentences(
              drawing,
              shown[at],
              theme,
              columnsWidth(composition, composition.panels[at]?.span ?? 1),
            ),
      );
      const theme = FIGURE_THEMES.light;
      const { figuresInFonts, inFiles, embedFonts } = await import('./drawing.ts');
      const { composedCsv, composedCaption, composedSvg } = await import('./composed-svg.ts');
      const { figures, fonts } = await figuresInFonts(draws, theme, resources);
      if (format === 'csv')
        return new TextEncoder().encode(
          composedCsv(
            figures,
            drawn.map(({ drawing, data }) => drawing.csv(data)),
          ),
        );
      const composed = figures.map((figure, at) => ({
        figure,
        scale: drawn[at]?.drawing.ends?.of(shown[at]) ?? null,
      }));
      const files = inFiles((record) => composedSvg(composed, composition, theme, record), fonts, resources);
      const record = compositionRecord(composition, panels, fonts);
      const said = {
        Title: figures.map(({ title }) => title).join('; '),
        Description: composedCaption(composed, composition).join(' '),
        Software: `Pairlens ${record.pairlens}`,
        [RECORD_KEYWORD]: JSON.stringify(record),
      };
      if (format === 'pdf') return files.pdf(said);
      if (format === 'png') return files.png(said, scale ?? STANDARD_SCALE);
      return new TextEncoder().encode(await embedFonts(files.svg(record), fonts));
    },
    async figureParts({ spec, theme, data }: ShownFigure): Promise<FigureParts> {
      const { drawInFonts } = await import('./drawing.ts');
      const drawing = drawingOf(drawings, spec);
      const drawn = await drawInFonts(
        (inFonts) => withSentences(drawing, data, inFonts),
        FIGURE_THEMES[theme],
        resources,
      );
      const { width, height, title, note, caption, sentences = '' } = drawn.figure;
      return { svg: drawn.bare(), width, height, title, note, caption: `${sentences} ${caption}`.trim() };
    },
    /** Rules of CSS with the letters of the fonts that ship which a page has. */
    async pageFonts(text: string): Promise<string> {
      const { pageFonts } = await import('./fonts/page-fonts.ts');
      return pageFonts(text, resources);
    },
  };
}

/** As a file has it: with the sentences of the pair that it is drawn from. @param room px of its panel, among others */
function withSentences(drawing: FigureDrawing, data: unknown, theme: FigureTheme, room = Infinity): Figure {
  return { ...fittedFigure(drawing, data, room, theme), sentences: drawing.sentences?.(data) ?? '' };
}

function drawingOf(drawings: FigureDrawings, { kind }: { readonly kind: string }): FigureDrawing {
  const drawing = drawings[kind];
  if (drawing === undefined) throw new PairlensError('BAD_REQUEST', `no figure is of kind ${kind}`);
  return drawing;
}

function compositionRecord(
  composition: Composition,
  panels: FoundComposition['panels'],
  fonts: FigureFonts,
): FigureRecord {
  const sources = panels.map(({ provenance }) => provenance);
  return figureRecord({ pairlens: sources[0]?.pairlens ?? '', panels: sources }, composition, 'light', fonts);
}

/** What a PNG or PDF says of itself, by the keywords of the PNG specification. */
function describe(figure: Figure, record: FigureRecord): Record<string, string> {
  return {
    Title: figure.title,
    Description: wordsUnder(figure).join(' '),
    Software: `Pairlens ${record.pairlens}`,
    [RECORD_KEYWORD]: JSON.stringify(record),
  };
}
