/**
 * A matrix over the tokens of a statement: attention patterns, maps of values, differences. Rows are queries
 * from the top, columns keys from the left, in the order of the text (also where the text runs right to left).
 */
import { COLOUR_BAR_HEIGHT, colourBar, fittedDomain, visualMap, type ColourScale } from './colour-scale.ts';
import { formatValue, type Figure, type Hint, type Mark } from './figure.ts';
import {
  FORBIDDEN_WORDS,
  forbiddenOutline,
  forbiddenPath,
  isForbidden,
  withoutForbidden,
} from './forbidden-cells.ts';
import { matrixImage } from './matrix-image.ts';
import { labelEm } from './text-width.ts';
import { MONO_FONT, type FigureTheme } from './theme.ts';
import { directed, truncate } from './token-labels.ts';
import { visibleText } from './visible-text.ts';

/**
 * What a matrix holds, and so its fixed domain. Attention is a probability: 0 to 1. The cosine of two output vectors and
 * the difference of attentions lie in -1 to 1, and 0 is the middle colour. Weight x norm, as a norm of the layer, begins at 0 and ends where the
 * norms of the head do, which those who draw it say (`largest`).
 */
export const TOKEN_QUANTITIES = {
  attention: { kind: 'sequential', domain: [0, 1], unit: '', label: 'Attention' },
  cosine: { kind: 'diverging', domain: [-1, 1], unit: '', label: 'Cosine' },
  weight_norm: { kind: 'sequential', domain: [0, 1], unit: '', label: 'Weight × norm' },
  norm: { kind: 'sequential', domain: [0, 1], unit: '', label: 'Norm' },
  difference: { kind: 'diverging', domain: [-1, 1], unit: '', label: 'Difference' },
} as const satisfies Record<string, ColourScale & { label: string }>;
export type TokenQuantity = keyof typeof TOKEN_QUANTITIES;

export interface TokenHeatmapData {
  readonly title: string;
  readonly quantity: TokenQuantity;
  /** [n, n] row after row (query, key); NaN where undefined. */
  readonly values: ArrayLike<number>;
  /** [n] what rows and columns are: tokens, words or aligned positions. */
  readonly labels: readonly string[];
  /** [n] what is around those that say little by themselves, said of them under the pointer; '' where nothing is. */
  readonly around?: readonly string[] | undefined;
  /** Of attention in a decoder: cells that its mask forbids are blank, and count for nothing. */
  readonly causal?: boolean | undefined;
  /** 'fixed' by default; 'fit' spreads the colours over the values that are there. */
  readonly scale?: 'fixed' | 'fit';
  /** Of weight x norm: the largest value among the maps that are to be compared, where the fixed scale ends. */
  readonly largest?: number | undefined;
  /** px that the cells together should take, as far as their smallest and largest size allow; 224 by default. */
  readonly plotSize?: number | undefined;
  /** A row to outline. */
  readonly selectedRow?: number | null;
  /** What the numbers are, where axes and colours do not say it all. */
  readonly note?: string;
  readonly caption: string;
}

const LONGEST_LABEL = 14;
const PLOT_TARGET = 224;
const CELL_SIZE = { smallest: 11, largest: 40 } as const;
/** Beyond this the cells of a very long text shrink under their labels, of which only every so many are shown. */
const LARGEST_PLOT = 1408;
const SMALLEST_BARE_CELL = 2;
/** From this cell size on, labels of columns stand at 45 degrees without touching; below it they stand upright. */
const SLANTED_FROM = 20;
/** More cells than these are drawn as one picture. */
const MOST_CELLS = 10_000;
const MARGIN = 4;
const NARROWEST = 180;

/** Where everything is, in pixels, for n labels of which the longest is `widest` em wide. */
export function tokenHeatmapLayout(
  n: number,
  widest: number,
  plotSize = PLOT_TARGET,
): {
  cell: number;
  fontSize: number;
  slanted: boolean;
  plot: { left: number; top: number; size: number };
  bar: { left: number; top: number; width: number };
  width: number;
  height: number;
} {
  const cell = cellSize(n, plotSize);
  const fontSize = cell >= 14 ? 11 : 9;
  const slanted = cell >= SLANTED_FROM;
  const labelLength = Math.ceil(widest * fontSize);
  const left = MARGIN + labelLength + 8;
  const size = n * cell;
  const columnLabels = slanted ? Math.ceil((labelLength + fontSize) * Math.SQRT1_2) + 10 : labelLength + 10;
  const width = Math.max(NARROWEST, left + size + MARGIN + 2);
  const barTop = MARGIN + size + columnLabels + 4;
  return {
    cell,
    fontSize,
    slanted,
    plot: { left, top: MARGIN, size },
    bar: { left: MARGIN, top: barTop, width: width - 2 * MARGIN },
    width,
    height: barTop + COLOUR_BAR_HEIGHT + MARGIN,
  };
}

/** Whether the cells of a text are drawn as one picture: there are too many of them to be drawn one by one. */
function isPicture(n: number): boolean {
  return n * n > MOST_CELLS;
}

function cellSize(n: number, plotSize: number): number {
  if (n * CELL_SIZE.smallest > LARGEST_PLOT)
    return Math.max(SMALLEST_BARE_CELL, Math.floor(LARGEST_PLOT / n));
  return Math.min(CELL_SIZE.largest, Math.max(CELL_SIZE.smallest, Math.floor(plotSize / Math.max(1, n))));
}

/** The line between cells, in pixels: none where it would take up the cells. */
function gapSize(cell: number): number {
  if (cell >= 14) return 1;
  return cell >= 6 ? 0.5 : 0;
}

/** A mark of it is a cell: query * n + key. */
export interface TokenHeatmap extends Figure {
  /** The query of a mark: its row. */
  queryOf(dataIndex: number): number;
}

/**
 * Draws the matrix, that of a long text as one picture.
 * @throws RangeError when `values` is not labels x labels
 */
export function tokenHeatmap(data: TokenHeatmapData, theme: FigureTheme): TokenHeatmap {
  const n = data.labels.length;
  if (data.values.length !== n * n)
    throw new RangeError(`values: ${data.values.length} numbers for ${n} x ${n} labels`);
  const causal = data.causal ?? false;
  const values = causal ? withoutForbidden(data.values, n) : data.values;
  const scale = scaleOf(data, values);
  const labels = shownLabels(data.labels, theme);
  const layout = tokenHeatmapLayout(n, widestOf(labels), data.plotSize);
  const { cell, fontSize, slanted, plot } = layout;
  // Every cell has its place, so that the nth mark is the nth value; '-' is how ECharts writes that there is none.
  const picture = isPicture(n);
  const valueAt = (cell: number): number => values[cell] ?? Number.NaN;
  const cells = Array.from({ length: picture ? 0 : n * n }, (_, at): [number, number, number | '-'] => {
    const value = valueAt(at);
    return [at % n, Math.floor(at / n), Number.isFinite(value) ? value : '-'];
  });

  const axis = {
    type: 'category' as const,
    data: labels,
    axisLine: { show: false },
    axisTick: { show: false },
    splitLine: { show: false },
    splitArea: { show: false },
  };
  const axisLabel = {
    interval: Math.max(0, Math.ceil(CELL_SIZE.smallest / cell) - 1),
    fontFamily: MONO_FONT,
    fontSize,
    color: theme.muted,
    hideOverlap: false,
  };
  return {
    title: data.title,
    width: layout.width,
    height: layout.height,
    note: data.note ?? '',
    caption: data.caption,
    option: {
      animation: false,
      // What has no value shows the soft ground.
      grid: {
        left: plot.left,
        top: plot.top,
        width: plot.size,
        height: plot.size,
        outerBoundsMode: 'none',
        show: true,
        backgroundColor: theme.soft,
        borderWidth: 0,
      },
      xAxis: {
        ...axis,
        position: 'bottom',
        axisLabel: { ...axisLabel, rotate: slanted ? 45 : 90, margin: 6 },
      },
      yAxis: { ...axis, inverse: true, axisLabel: { ...axisLabel, margin: 6 } },
      visualMap: visualMap(scale, 0, theme),
      series: [
        {
          type: 'heatmap',
          data: cells,
          progressive: 0,
          emphasis: { disabled: true },
          itemStyle: { borderColor: theme.background, borderWidth: gapSize(cell) },
        },
      ],
      graphic: [
        ...(picture ? [cellsImage(values, n, layout, scale, theme)] : []),
        ...(causal ? forbiddenGround(n, layout, theme) : []),
        ...colourBar(scale, layout.bar, theme),
        ...rowOutline(data.selectedRow ?? null, n, plot, cell, theme),
      ],
    },
    // ECharts draws no mark where there is no value, and knows none in a picture.
    markAt: (x, y) => cellAt(x, y, n, layout),
    queryOf: (dataIndex) => Math.floor(dataIndex / n),
    hint(seriesIndex: number, dataIndex: number): Hint | null {
      const value = valueAt(dataIndex);
      if (seriesIndex !== 0) return null;
      const [query, key] = [Math.floor(dataIndex / n), dataIndex % n];
      const named = (token: number) =>
        `${token} ${visibleText(data.labels[token] ?? '')}${aroundWords(data.around?.[token])}`;
      const ends = [
        { label: 'from', value: named(query) },
        { label: 'to', value: named(key) },
      ];
      if (causal && isForbidden(query, key))
        return { title: FORBIDDEN_WORDS, rows: ends, hatch: forbiddenPath(n, { ...plot, cell }) };
      if (!Number.isFinite(value)) return null;
      return {
        title: TOKEN_QUANTITIES[data.quantity].label,
        rows: [...ends, { label: 'value', value: formatValue(value) }],
      };
    },
  };
}

/** ' in “של”' */
export function aroundWords(around: string | undefined): string {
  return around === undefined || around === '' ? '' : ` in “${visibleText(around).replaceAll('␣', ' ')}”`;
}

type Layout = ReturnType<typeof tokenHeatmapLayout>;

function cellsImage(
  values: ArrayLike<number>,
  n: number,
  { cell, plot }: Layout,
  scale: ColourScale,
  theme: FigureTheme,
): object {
  const image = matrixImage(values, n, cell, scale, theme);
  return {
    type: 'image',
    silent: true,
    style: { image, x: plot.left, y: plot.top, width: plot.size, height: plot.size },
  };
}

/** The plain ground under the cells that have no value because they cannot: the soft one is of what is undefined. */
function forbiddenGround(n: number, { cell, plot }: Layout, theme: FigureTheme): object[] {
  const points = forbiddenOutline(n, { ...plot, cell });
  if (points.length === 0) return [];
  return [{ type: 'polygon', silent: true, shape: { points }, style: { fill: theme.background } }];
}

function cellAt(x: number, y: number, n: number, { cell, plot }: Layout): Mark | null {
  const [key, query] = [Math.floor((x - plot.left) / cell), Math.floor((y - plot.top) / cell)];
  const isInside = key >= 0 && key < n && query >= 0 && query < n;
  return isInside ? { seriesIndex: 0, dataIndex: query * n + key } : null;
}

function shownLabels(labels: readonly string[], { hasShape }: Pick<FigureTheme, 'hasShape'>): string[] {
  return labels.map((label) => directed(truncate(visibleText(label, hasShape), LONGEST_LABEL)));
}

/** em */
function widestOf(shown: readonly string[]): number {
  return shown.reduce((widest, label) => Math.max(widest, labelEm(label)), labelEm('0'));
}

/** {@link tokenHeatmapLayout} of a heatmap with these labels. */
export function labelledHeatmapLayout(
  labels: readonly string[],
  plotSize?: number,
): ReturnType<typeof tokenHeatmapLayout> {
  return tokenHeatmapLayout(labels.length, widestOf(shownLabels(labels, {})), plotSize);
}

function scaleOf(data: TokenHeatmapData, drawn: ArrayLike<number>): ColourScale {
  const quantity = TOKEN_QUANTITIES[data.quantity];
  const fitted = (values: Iterable<number>): ColourScale => ({
    ...quantity,
    domain: fittedDomain(values, quantity.kind),
  });
  const values = Array.from(drawn);
  if (data.quantity === 'weight_norm' || data.quantity === 'norm')
    return fitted(data.scale === 'fit' || data.largest === undefined ? [0, ...values] : [0, data.largest]);
  return data.scale === 'fit' ? fitted(values) : quantity;
}

function rowOutline(
  row: number | null,
  n: number,
  plot: { left: number; top: number; size: number },
  cell: number,
  theme: FigureTheme,
): object[] {
  if (row === null || row < 0 || row >= n) return [];
  return [
    {
      type: 'rect',
      silent: true,
      z: 10,
      shape: { x: plot.left, y: plot.top + row * cell, width: plot.size, height: cell },
      style: { fill: 'none', stroke: theme.accent, lineWidth: 2 },
    },
  ];
}
