/**
 * A matrix over the tokens of a statement: attention patterns, maps of values, differences. Rows are queries from the top,
 * columns keys in the order of the text: from the left, and from the right where the text runs so. Labels at the end may be set
 * apart, beside and below the others.
 */
import { quotedToken } from './token-labels.ts';
import { apartCells, apartOutlines, apartRowLabels, columnLabels } from './apart-cells.ts';
import { colourBar, fittedDomain, visualMap, type ColourScale } from './colour-scale.ts';
import { formatValue, type Figure, type Hint } from './figure.ts';
import {
  FORBIDDEN_WORDS,
  forbiddenOutline,
  forbiddenPath,
  isForbidden,
  withoutForbidden,
} from './forbidden-cells.ts';
import { matrixImage } from './matrix-image.ts';
import { textRunsFromRight } from './text-direction.ts';
import { MONO_FONT, type FigureTheme } from './theme.ts';
import {
  CELL_SIZE,
  cellAt,
  gapSize,
  type HeatmapLayout,
  isPicture,
  rowSpan,
  shownLabels,
  standsUpright,
  tokenHeatmapLayout,
  widestOf,
} from './token-heatmap-layout.ts';
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
  /** [n] the places in the text, where they are not those of the labels: '3'. */
  readonly places?: readonly string[] | undefined;
  /** [n] what is around those that say little by themselves, said of them under the pointer; '' where nothing is. */
  readonly around?: readonly string[] | undefined;
  /** What else is said of a cell under the pointer, after its value. */
  readonly said?: ((this: void, query: number, key: number) => Hint['rows']) | undefined;
  /** Of attention in a decoder: cells that its mask forbids are blank, and count for nothing. */
  readonly causal?: boolean | undefined;
  /** The last labels are set apart from the others, as many as `count`. */
  readonly apart?:
    | {
        readonly count: number;
        /** In columns as narrow as the others, without numbers. */
        readonly narrow?: boolean | undefined;
        /** Whether the mask of a decoder forbids a cell whose row or column is set apart. */
        readonly isForbidden: (query: number, key: number) => boolean;
      }
    | undefined;
  /** Whether the text runs from right to left; as the first of its labels does, by default. */
  readonly mirrored?: boolean | undefined;
  /** 'fixed' by default; 'fit' spreads the colours over the values that are there. */
  readonly scale?: 'fixed' | 'fit';
  /** Of weight x norm: the largest value among the maps that are to be compared, where the fixed scale ends. */
  readonly largest?: number | undefined;
  /** Where the colours end, instead of where `scale` says: for maps that are to be compared. */
  readonly ends?: readonly [number, number] | undefined;
  /** px that the cells together should take, as far as their smallest and largest size allow; 224 by default. */
  readonly plotSize?: number | undefined;
  /** px that the figure may take at most, as far as cells can be made smaller: then not every label has room. */
  readonly within?: number | undefined;
  /** A row to outline. */
  readonly selectedRow?: number | null;
  /** What the numbers are, where axes and colours do not say it all. */
  readonly note?: string;
  readonly caption: string;
}

/** A mark of it is a cell: query * n + key. */
export interface TokenHeatmap extends Figure {
  /** The query of a mark: its row. */
  queryOf(dataIndex: number): number;
  /** The key of a mark: its column. */
  keyOf(dataIndex: number): number;
}

/**
 * Draws the matrix, that of a long text as one picture.
 * @throws RangeError when `values` is not labels x labels
 */
export function tokenHeatmap(data: TokenHeatmapData, theme: FigureTheme): TokenHeatmap {
  const n = data.labels.length;
  if (data.values.length !== n * n)
    throw new RangeError(`values: ${data.values.length} numbers for ${n} x ${n} labels`);
  const apart = data.apart?.count ?? 0;
  const main = n - apart;
  const isBlank = (query: number, key: number): boolean => {
    if (data.causal !== true) return false;
    return query < main && key < main
      ? isForbidden(query, key)
      : data.apart?.isForbidden(query, key) === true;
  };
  const values = data.causal === true ? withoutForbidden(data.values, n, isBlank) : data.values;
  const scale = scaleOf(data, values);
  const labels = shownLabels(data.labels, theme);
  const mirrored = data.mirrored ?? textRunsFromRight(data.labels, data.around);
  const layout = tokenHeatmapLayout(main, widestOf(labels), data.plotSize, {
    apart,
    narrow: data.apart?.narrow,
    mirrored,
    upright: labels.every(standsUpright),
    within: data.within,
  });
  const { cell, fontSize, plot } = layout;
  const picture = isPicture(n);
  const valueAt = (at: number): number => values[at] ?? Number.NaN;
  // '-' is how ECharts writes that there is none.
  const cells = picture
    ? []
    : Array.from({ length: main * main }, (_, at): [number, number, number | '-'] => {
        const [query, key] = [Math.floor(at / main), at % main];
        const value = valueAt(query * n + key);
        return [key, query, Number.isFinite(value) ? value : '-'];
      });

  const axis = {
    type: 'category' as const,
    data: labels.slice(0, main),
    axisLine: { show: false },
    axisTick: { show: false },
    splitLine: { show: false },
    splitArea: { show: false },
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
      xAxis: { ...axis, position: 'bottom', inverse: mirrored, axisLabel: { show: false } },
      yAxis: {
        ...axis,
        inverse: true,
        position: mirrored ? 'right' : 'left',
        axisLabel: {
          interval: Math.max(0, Math.ceil(CELL_SIZE.smallest / cell) - 1),
          fontFamily: MONO_FONT,
          fontSize,
          color: theme.muted,
          hideOverlap: false,
          margin: 6,
        },
      },
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
        ...(data.causal === true ? forbiddenGround(main, layout, theme) : []),
        ...(picture
          ? apartOutlines(n, layout, theme)
          : apartCells({ values, labels, layout, scale, isBlank }, theme)),
        ...columnLabels(labels, layout, theme),
        ...apartRowLabels(labels, layout, theme),
        ...colourBar(scale, layout.bar, theme),
        ...rowOutline(data.selectedRow ?? null, n, layout, theme),
      ],
    },
    // ECharts draws no mark where there is no value, and knows none in a picture.
    markAt: (x, y) => {
      const at = cellAt(layout, x, y);
      return at === null ? null : { seriesIndex: 0, dataIndex: at.query * n + at.key };
    },
    queryOf: (dataIndex) => Math.floor(dataIndex / n),
    keyOf: (dataIndex) => dataIndex % n,
    hint(seriesIndex: number, dataIndex: number): Hint | null {
      const value = valueAt(dataIndex);
      if (seriesIndex !== 0) return null;
      const [query, key] = [Math.floor(dataIndex / n), dataIndex % n];
      const named = (token: number) =>
        `${data.places?.[token] ?? token} ${visibleText(data.labels[token] ?? '')}${aroundWords(data.around?.[token])}`;
      const ends = [
        { label: 'from', value: named(query) },
        { label: 'to', value: named(key) },
      ];
      if (isBlank(query, key))
        return {
          title: FORBIDDEN_WORDS,
          rows: ends,
          hatch: forbiddenPath(main, { ...plot, cell, mirrored }),
        };
      if (!Number.isFinite(value)) return null;
      return {
        title: TOKEN_QUANTITIES[data.quantity].label,
        rows: [...ends, { label: 'value', value: formatValue(value) }, ...(data.said?.(query, key) ?? [])],
      };
    },
  };
}

/** ' in “של”' */
export function aroundWords(around: string | undefined): string {
  return around === undefined || around === ''
    ? ''
    : ` in ${quotedToken(visibleText(around).replaceAll('␣', ' '))}`;
}

/** The matrix without a gap: that of a text so long has none. */
function cellsImage(
  values: ArrayLike<number>,
  n: number,
  { cell, mirrored, whole }: HeatmapLayout,
  scale: ColourScale,
  theme: FigureTheme,
): object {
  const inOrder = mirrored
    ? Float32Array.from(values, (_, at) => values[at - (at % n) + n - 1 - (at % n)] ?? Number.NaN)
    : values;
  const image = matrixImage(inOrder, n, cell, scale, theme);
  return {
    type: 'image',
    silent: true,
    style: { image, x: whole.left, y: whole.top, width: n * cell, height: n * cell },
  };
}

/** The plain ground under the cells that have no value because they cannot: the soft one is of what is undefined. */
function forbiddenGround(n: number, { cell, mirrored, plot }: HeatmapLayout, theme: FigureTheme): object[] {
  const points = forbiddenOutline(n, { ...plot, cell, mirrored });
  if (points.length === 0) return [];
  return [{ type: 'polygon', silent: true, shape: { points }, style: { fill: theme.background } }];
}

function scaleOf(data: TokenHeatmapData, drawn: ArrayLike<number>): ColourScale {
  const quantity = TOKEN_QUANTITIES[data.quantity];
  if (data.ends !== undefined) return { ...quantity, domain: data.ends };
  const fitted = (values: Iterable<number>): ColourScale => ({
    ...quantity,
    domain: fittedDomain(values, quantity.kind),
  });
  const values = Array.from(drawn);
  if (data.quantity === 'weight_norm' || data.quantity === 'norm')
    return fitted(data.scale === 'fit' || data.largest === undefined ? [0, ...values] : [0, data.largest]);
  return data.scale === 'fit' ? fitted(values) : quantity;
}

function rowOutline(row: number | null, n: number, layout: HeatmapLayout, theme: FigureTheme): object[] {
  if (row === null || row < 0 || row >= n) return [];
  const { from, size } = rowSpan(layout, row);
  return [
    {
      type: 'rect',
      silent: true,
      z: 10,
      shape: { x: layout.whole.left, y: from, width: layout.whole.width, height: size },
      style: { fill: 'none', stroke: theme.accent, lineWidth: 2 },
    },
  ];
}
