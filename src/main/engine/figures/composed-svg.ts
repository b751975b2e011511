/** Several figures as one document: panels with letters and titles in a grid, and under them what each is made from. */
import {
  composedLayout,
  type ComposedLayout,
  panelLetter,
  type PanelPlace,
} from '../../../core/figures/compose/layout.ts';
import { smallestLetters } from '../../../core/figures/compose/fitted.ts';
import type { FigureScale } from '../../../core/figures/figure-drawing.ts';
import { type Figure, wordsUnder } from '../../../core/figures/figure.ts';
import type { FigureTheme } from '../../../core/figures/theme.ts';
import type { Composition } from '../../../shared/figures.ts';
import { figureDrawing, textBlock, type TextStyle } from './figure-svg.ts';
import { wrapText } from './text-width.ts';
import { escapeXml } from '../../../core/figures/xml.ts';

const LETTER = { fontSize: 12, lineHeight: 15, weight: 600 } as const satisfies TextStyle;
const TITLE = { fontSize: 10, lineHeight: 15, weight: 600 } as const satisfies TextStyle;
const CAPTION = { fontSize: 9.5, lineHeight: 13, weight: 400 } as const satisfies TextStyle;
/** px */
const MARGIN = 4;
const AFTER_LETTER = 16;
const AFTER_TITLE = 4;
const BEFORE_CAPTION = 12;

export interface ComposedFigure {
  readonly figure: Figure;
  /** What it has in common with others of its quantity; null where it has nothing of the kind. */
  readonly scale?: FigureScale | null;
}

/** @param record what draws it again and where it comes from: plain data, written as JSON into the document's metadata */
export function composedSvg(
  drawn: readonly ComposedFigure[],
  composition: Composition,
  theme: FigureTheme,
  record: object,
): string {
  const figures = drawn.map(({ figure }) => figure);
  const layout = layoutOf(figures, composition);
  const width = round(layout.width);
  const inner = layout.width - 2 * MARGIN;
  let bottom = layout.bottom;
  const said = composedCaption(drawn, composition);
  const captions = (composition.captions ? said : []).map((text, at) => {
    const top = bottom + (at === 0 ? BEFORE_CAPTION : 3);
    const block = textBlock(text, CAPTION, theme.muted, { width: inner, top, left: MARGIN });
    ({ bottom } = block);
    return block.svg;
  });
  const height = round(bottom + MARGIN);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<title>${escapeXml(figures.map(({ title }) => title).join('; '))}</title>`,
    `<desc>${escapeXml(said.join(' '))}</desc>`,
    `<metadata>${escapeXml(JSON.stringify(record))}</metadata>`,
    `<rect width="${width}" height="${height}" fill="${theme.background}"/>`,
    ...drawn.map((each, at) => {
      const place = layout.places[at];
      return place === undefined ? '' : panel(each, at, place, composition.letters, theme);
    }),
    ...captions,
    '</svg>',
    '',
  ].join('\n');
}

function layoutOf(
  figures: readonly Figure[],
  { panels, columns, width, letters }: Composition,
): ComposedLayout {
  const sizes = figures.map((figure, at) => ({
    width: figure.width,
    height: figure.height,
    span: panels[at]?.span ?? 1,
    ...(panels[at] !== undefined && { kind: panels[at].figure.kind }),
  }));
  return composedLayout(sizes, { columns, width }, (at, room) => {
    const lines = wrapText(figures[at]?.title ?? '', TITLE.fontSize, room - (letters ? AFTER_LETTER : 0));
    return Math.max(letters ? 1 : 0, lines.length) * TITLE.lineHeight + AFTER_TITLE;
  });
}

function panel(
  { figure, scale: shared = null }: ComposedFigure,
  at: number,
  { left, top, drawingTop, width, scale }: PanelPlace,
  hasLetter: boolean,
  theme: FigureTheme,
): string {
  const indent = hasLetter ? AFTER_LETTER : 0;
  const title = textBlock(figure.title, TITLE, theme.text, {
    width: width - indent,
    top,
    left: round(left + indent),
  });
  const letter = hasLetter
    ? textBlock(panelLetter(at), LETTER, theme.text, { width, top, left: round(left) }).svg
    : '';
  // Names within a drawing are its own; several of them in one document would take each other's clips.
  const drawing = figureDrawing(figure).replace(/((?: id="|url\(#))figure-/g, `$1figure-${panelLetter(at)}-`);
  return [
    letter,
    title.svg,
    `<g data-panel="${panelLetter(at)}" data-letters="${smallestLetters(figure.option)}"${shared === null ? '' : scaleMarks(shared)} transform="translate(${round(left)} ${round(drawingTop)}) scale(${round(scale, 5)})">${drawing}</g>`,
  ].join('\n');
}

/** What the colours or the axis of a panel are of, for whoever reads the file: the composer tells which panels compare. */
function scaleMarks({ quantity, ends, isFitted = false }: FigureScale): string {
  return ` data-quantity="${escapeXml(quantity)}" data-ends="${isFitted ? 'fitted' : ends.join(' ')}"`;
}

/** A sentence or two for each panel. */
export function composedCaption(
  figures: readonly ComposedFigure[],
  { letters }: Pick<Composition, 'letters'>,
): string[] {
  return figures.map(({ figure }, at) =>
    [`${letters ? `${panelLetter(at)}. ` : ''}${figure.title}.`, ...wordsUnder(figure)].join(' '),
  );
}

/** The numbers of each panel after a line that names it; a line without anything between two. */
export function composedCsv(figures: readonly Pick<Figure, 'title'>[], numbers: readonly string[]): string {
  return figures
    .map(({ title }, at) => `# ${panelLetter(at)}: ${title.replace(/\s+/g, ' ')}\n${numbers[at] ?? ''}`)
    .join('\n');
}

function round(value: number, digits = 2): number {
  return Number(value.toFixed(digits));
}
