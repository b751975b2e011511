/** Where everything of a matrix over tokens is, in pixels. */
import { COLOUR_BAR_HEIGHT } from './colour-scale.ts';
import { labelEm } from './text-width.ts';
import type { FigureTheme } from './theme.ts';
import { directed, truncate } from './token-labels.ts';
import { visibleText } from './visible-text.ts';

const LONGEST_LABEL = 14;
const PLOT_TARGET = 224;
export const CELL_SIZE = { smallest: 11, largest: 40 } as const;
/** Beyond this the cells of a very long text shrink under their labels, of which only every so many are shown. */
const LARGEST_PLOT = 1408;
const SMALLEST_BARE_CELL = 2;
/** px of letters beside cells that are too small for the usual ones. */
const SMALL_LETTERS = 9;
/** From this cell size on, labels of columns stand at 45 degrees without touching; below it they stand upright. */
const SLANTED_FROM = 20;
/** More cells than these are drawn as one picture. */
const MOST_CELLS = 10_000;
const MARGIN = 4;
const NARROWEST = 180;
/** px between the cells and what is set apart from them. */
const APART_GAP = 8;
/** px: how high a cell has to be for a number in it; how wide for one on its side. */
export const NUMBER_HEIGHT = 11;
/** px: a number of two decimals and its sign fit into a column this wide; into a row this high, on its side. */
export const NUMBER_WIDTH = 28;
/** px: from here on such a number stands upright in a cell, tightly. */
export const UPRIGHT_NUMBER = 23;
/** What a layout depends on beside the number of cells and the width of labels. */
export interface HeatmapShape {
  /** The last so many labels are set apart from the others: their columns beside, their rows below. */
  readonly apart?: number | undefined;
  /** Columns that are set apart are as narrow as the others, with no numbers in them. */
  readonly narrow?: boolean | undefined;
  /** Columns run from right to left, and rows are named on the right: the text runs so. */
  readonly mirrored?: boolean | undefined;
  /** Every column has a label so short that it stands upright. */
  readonly upright?: boolean | undefined;
  /** px that all of it may take, where cells would take more. */
  readonly within?: number | undefined;
}

export interface HeatmapLayout {
  /** px of a cell's sides. */
  readonly cell: number;
  /** px: columns that are set apart are wider, where numbers stand in them. */
  readonly apartWidth: number;
  /** px: rows that are set apart are higher, where numbers stand in them on their sides. */
  readonly apartHeight: number;
  readonly fontSize: number;
  /** px between the cells and what is set apart from them. */
  readonly gap: number;
  /** Labels of columns at 45 degrees. */
  readonly slanted: boolean;
  readonly mirrored: boolean;
  /** Cells that are not set apart: so many in a row, and where they lie. */
  readonly main: number;
  readonly plot: { readonly left: number; readonly top: number; readonly size: number };
  /** With what is set apart. */
  readonly whole: {
    readonly left: number;
    readonly top: number;
    readonly width: number;
    readonly height: number;
  };
  readonly bar: { readonly left: number; readonly top: number; readonly width: number };
  readonly width: number;
  readonly height: number;
}

/** Of n cells in a row that are not set apart, and labels of which the longest is `widest` em wide. */
export function tokenHeatmapLayout(
  n: number,
  widest: number,
  plotSize = PLOT_TARGET,
  { apart = 0, narrow: isNarrow = false, mirrored = false, upright = false, within }: HeatmapShape = {},
): HeatmapLayout {
  const picture = isPicture(n + apart);
  const wanted = cellSize(picture ? n + apart : n, plotSize);
  const most = within === undefined ? Infinity : fittingCell(n, widest, within, apart);
  const cell = Math.min(wanted, most);
  const narrow = isNarrow || most < Infinity;
  const apartWidth = picture || narrow ? cell : Math.max(cell, NUMBER_WIDTH);
  const apartHeight =
    picture || narrow || cell >= UPRIGHT_NUMBER || cell < NUMBER_HEIGHT ? cell : NUMBER_WIDTH;
  const gap = apart === 0 || picture ? 0 : APART_GAP;
  const fontSize = cell >= 14 ? 11 : SMALL_LETTERS;
  const slanted = cell >= SLANTED_FROM && !upright;
  const labelLength = Math.ceil(widest * fontSize);
  const size = n * cell;
  const across = size + gap + apart * apartWidth;
  const down = size + gap + apart * apartHeight;
  const left = mirrored ? MARGIN + 2 : MARGIN + labelLength + 8;
  const columnLabels = upright
    ? fontSize + 10
    : slanted
      ? Math.ceil((labelLength + fontSize) * Math.SQRT1_2) + 10
      : labelLength + 10;
  const width = Math.max(NARROWEST, MARGIN + labelLength + 8 + across + MARGIN + 2);
  const barTop = MARGIN + down + columnLabels + 4;
  return {
    cell,
    apartWidth,
    apartHeight,
    gap,
    fontSize,
    slanted,
    mirrored,
    main: n,
    plot: { left: mirrored ? left + across - size : left, top: MARGIN, size },
    whole: { left, top: MARGIN, width: across, height: down },
    bar: { left: MARGIN, top: barTop, width: width - 2 * MARGIN },
    width,
    height: barTop + COLOUR_BAR_HEIGHT + MARGIN,
  };
}

/** From where to where a column or a row lies. */
export interface Span {
  /** px */
  readonly from: number;
  readonly size: number;
}

/** The column of a label. */
export function columnSpan(
  { cell, apartWidth, gap, main, mirrored, whole }: HeatmapLayout,
  label: number,
): Span {
  const isMain = label < main;
  const size = isMain ? cell : apartWidth;
  const along = isMain ? label * cell : main * cell + gap + (label - main) * apartWidth;
  return { from: whole.left + (mirrored ? whole.width - along - size : along), size };
}

/** The row of a label. */
export function rowSpan({ cell, apartHeight, gap, main, whole }: HeatmapLayout, label: number): Span {
  if (label < main) return { from: whole.top + label * cell, size: cell };
  return { from: whole.top + main * cell + gap + (label - main) * apartHeight, size: apartHeight };
}

/** The labels whose row and column a point lies in; null outside of all cells. */
export function cellAt(
  layout: HeatmapLayout,
  x: number,
  y: number,
): { readonly query: number; readonly key: number } | null {
  const { cell, apartWidth, apartHeight, gap, main, mirrored, whole } = layout;
  const across = mirrored ? whole.left + whole.width - x : x - whole.left;
  const key = labelAt(across, main, cell, gap, apartWidth);
  const query = labelAt(y - whole.top, main, cell, gap, apartHeight);
  const isInside = across < whole.width && y < whole.top + whole.height;
  return key === null || query === null || !isInside ? null : { query, key };
}

function labelAt(along: number, main: number, cell: number, gap: number, apartSize: number): number | null {
  if (along < 0) return null;
  if (along < main * cell) return Math.floor(along / cell);
  const beyond = along - main * cell - gap;
  return beyond < 0 ? null : main + Math.floor(beyond / apartSize);
}

/** Whether the cells of a text are drawn as one picture: there are too many of them to be drawn one by one. */
export function isPicture(n: number): boolean {
  return n * n > MOST_CELLS;
}

/** px of a cell with which a map is no wider than that, its labels in the smaller letters; none is smaller than can be seen. */
function fittingCell(n: number, widest: number, within: number, apart: number): number {
  const beside = MARGIN + Math.ceil(widest * SMALL_LETTERS) + 8 + MARGIN + 2 + (apart === 0 ? 0 : APART_GAP);
  return Math.max(SMALLEST_BARE_CELL, Math.floor((within - beside) / Math.max(1, n + apart)));
}

function cellSize(n: number, plotSize: number): number {
  if (n * CELL_SIZE.smallest > LARGEST_PLOT)
    return Math.max(SMALLEST_BARE_CELL, Math.floor(LARGEST_PLOT / n));
  return Math.min(CELL_SIZE.largest, Math.max(CELL_SIZE.smallest, Math.floor(plotSize / Math.max(1, n))));
}

/** The line between cells, in pixels: none where it would take up the cells. */
export function gapSize(cell: number): number {
  if (cell >= 14) return 1;
  return cell >= 6 ? 0.5 : 0;
}

/** Labels as they are drawn. */
export function shownLabels(
  labels: readonly string[],
  { hasShape }: Pick<FigureTheme, 'hasShape'> = {},
): string[] {
  return labels.map((label) => directed(truncate(visibleText(label, hasShape), LONGEST_LABEL)));
}

/** em */
export function widestOf(shown: readonly string[]): number {
  return shown.reduce((widest, label) => Math.max(widest, labelEm(label)), labelEm('0'));
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const SEVERAL_LETTERS = /[a-z0-9]{2}/iu;
const DIRECTION_MARKS = /[\u200e\u200f]/gu;

/** A single letter or sign stands upright under its column, rather than on its side. */
export function standsUpright(shown: string): boolean {
  // Of what is plainly several letters the segmenter, which is slow, need not be asked.
  if (SEVERAL_LETTERS.test(shown)) return false;
  return [...graphemes.segment(shown.replace(DIRECTION_MARKS, ''))].length <= 1;
}

/** {@link tokenHeatmapLayout} of a heatmap with these labels, of which the last `apart` are set apart. */
export function labelledHeatmapLayout(
  labels: readonly string[],
  plotSize?: number,
  shape: Omit<HeatmapShape, 'upright'> = {},
): HeatmapLayout {
  const shown = shownLabels(labels);
  return tokenHeatmapLayout(labels.length - (shape.apart ?? 0), widestOf(shown), plotSize, {
    ...shape,
    upright: shown.every(standsUpright),
  });
}
