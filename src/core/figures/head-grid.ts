/**
 * Layers x heads of one number: layers downward from 0 at the top, heads to the right. What is said of a head is told by
 * the look of its cell, never by colour alone, and a legend counts the heads of each look.
 */
import { COLOUR_BAR_HEIGHT, colourBar, scaleColours, visualMap, type ColourScale } from './colour-scale.ts';
import type { HeatmapDatum } from './echarts.ts';
import type { Figure, Hint } from './figure.ts';
import { MONO_FONT, TEXT_FONT, type FigureTheme } from './theme.ts';

/**
 * full: in the colour of its value; called: the same, and outlined in that of its
 * side, for a colour near 0 is as pale as grey; dashed: the same, and outlined in amber dashes, for what was called once and
 * fell; hatched: faded and hatched, undecided; grey: plain, nothing is there; dotted: grey with a dot, there is something too small to matter;
 * dash: nothing is known of it.
 */
export type CellLook = 'full' | 'called' | 'dashed' | 'hatched' | 'grey' | 'dotted' | 'dash';

export interface HeadGridCell {
  /** null: undefined there, drawn as a dash. */
  readonly value: number | null;
  readonly look: CellLook;
  readonly hint: Hint;
}

/** A look, and what it says of how many heads. */
export interface LegendEntry {
  readonly look: CellLook;
  /** Of a cell in colour: on which side of the scale. */
  readonly side?: 'high' | 'low' | undefined;
  readonly words: string;
}

export interface HeadGridData {
  readonly title: string;
  /** [layers][heads] */
  readonly cells: readonly (readonly HeadGridCell[])[];
  readonly scale: ColourScale;
  readonly selected?: { readonly layer: number; readonly head: number } | null;
  /** px that the cells of a layer together should take; the figure's own choice without it. */
  readonly plotWidth?: number | undefined;
  /** px that the layers together should take, in cells of a few px where they are many; the figure's own choice without it. */
  readonly plotHeight?: number | undefined;
  /** What columns are called where they are no heads, a name each: upright, read from below. */
  readonly columns?: readonly string[] | undefined;
  /** Under the colours; nothing where every cell is full. */
  readonly legend?: readonly LegendEntry[];
  readonly note: string;
  readonly caption: string;
}

/** px that the cells of a layer take together, where nothing else is asked for. */
export const HEAD_GRID_WIDTH = 276;
const PLOT_HEIGHT = 300;
const CELL = { smallest: 13, largest: 26 } as const;
/** px of a layer at least where a height is asked for: a colour is still seen. */
const LOWEST_CELL = 4;
/** px of a cell below which it has neither the gap nor the letters of a larger one. */
const LOW_CELL = 8;
const FONT_SIZE = 11;
const LEFT = 32;
const TOP = 22;
const MARGIN = 4;
const NARROWEST = 188;
const DIMMED_OPACITY = 0.35;
/** Mean width of a character of Inter, in em, a little on the wide side. */
const TEXT_ADVANCE = 0.54;
/** Of every character of the font of labels, in em. */
const MONO_ADVANCE = 0.6;
/** The shade of a scale that stands for its side: neither its end, which is rare, nor its middle. */
const FAR_FROM_ENDS = 2;

function cellSize(target: number, count: number, smallest: number = CELL.smallest): number {
  return Math.min(CELL.largest, Math.max(smallest, Math.floor(target / Math.max(1, count))));
}

/** How many labels are left out after each that is shown, so that they don't touch: 0 where cells are wide enough. */
function labelInterval(cell: number, needed: number): number {
  return Math.max(0, Math.ceil(needed / cell) - 1);
}

/** Where the cells are, in pixels; the screen finds the head under the pointer with it too. */
export function headGridLayout(
  layers: number,
  heads: number,
  {
    plotWidth = HEAD_GRID_WIDTH,
    plotHeight,
    top = TOP,
  }: {
    readonly plotWidth?: number | undefined;
    readonly plotHeight?: number | undefined;
    readonly top?: number;
  } = {},
): {
  plot: { left: number; top: number; width: number; height: number };
  cell: { width: number; height: number };
  bar: { left: number; top: number; width: number };
  width: number;
  height: number;
} {
  const cell = {
    width: cellSize(plotWidth, heads),
    height:
      plotHeight === undefined ? cellSize(PLOT_HEIGHT, layers) : cellSize(plotHeight, layers, LOWEST_CELL),
  };
  const plot = { left: LEFT, top, width: heads * cell.width, height: layers * cell.height };
  const width = Math.max(NARROWEST, LEFT + plot.width + MARGIN);
  const barTop = top + plot.height + 10;
  return {
    plot,
    cell,
    bar: { left: MARGIN, top: barTop, width: width - 2 * MARGIN },
    width,
    height: barTop + COLOUR_BAR_HEIGHT + MARGIN,
  };
}

export function headGrid(data: HeadGridData, theme: FigureTheme): Figure {
  const layers = data.cells.length;
  const heads = data.cells[0]?.length ?? 0;
  const { columns, plotWidth, plotHeight } = data;
  const longest = Math.max(0, ...(columns ?? []).map((name) => name.length));
  const top = columns === undefined ? TOP : Math.ceil(longest * FONT_SIZE * MONO_ADVANCE) + 12;
  const { plot, cell, bar, width, height } = headGridLayout(layers, heads, {
    plotWidth,
    plotHeight,
    top,
  });
  const gap = cell.height < LOW_CELL ? 0.5 : 2;
  const signSize = Math.min(FONT_SIZE, cell.height + 3);
  const legend = layOutLegend(data.legend ?? [], width, height);
  const colours = scaleColours(data.scale, theme);
  const flat = data.cells.flatMap((row, layer) =>
    row.map((headCell, head) => ({ ...headCell, layer, head })),
  );
  const axis = {
    type: 'category' as const,
    axisLine: { show: false },
    axisTick: { show: false },
    splitLine: { show: false },
    splitArea: { show: false },
  };
  const axisLabel = { fontFamily: MONO_FONT, fontSize: FONT_SIZE, color: theme.muted, margin: 7 };
  return {
    title: data.title,
    width,
    height: legend.bottom,
    note: data.note,
    caption: data.caption,
    option: {
      animation: false,
      grid: {
        left: plot.left,
        top: plot.top,
        width: plot.width,
        height: plot.height,
        outerBoundsMode: 'none',
      },
      xAxis: {
        ...axis,
        position: 'top',
        data: columns === undefined ? Array.from({ length: heads }, (_, head) => `${head}`) : [...columns],
        axisLabel:
          columns === undefined
            ? { ...axisLabel, interval: labelInterval(cell.width, heads > 10 ? 18 : 12) }
            : { ...axisLabel, interval: 0, rotate: 90 },
      },
      yAxis: {
        ...axis,
        inverse: true,
        data: Array.from({ length: layers }, (_, layer) => `L${layer}`),
        axisLabel: { ...axisLabel, interval: labelInterval(cell.height, 13) },
      },
      visualMap: visualMap(data.scale, 0, theme),
      series: [
        {
          type: 'heatmap',
          progressive: 0,
          emphasis: { disabled: true },
          itemStyle: { borderColor: theme.background, borderWidth: gap },
          data: flat.map(({ value, look, layer, head }): HeatmapDatum =>
            value === null || look === 'dash'
              ? plainCell(head, layer, '–', signSize, theme)
              : look === 'grey' || look === 'dotted'
                ? plainCell(head, layer, look === 'dotted' ? '•' : null, signSize, theme)
                : {
                    value: [head, layer, value],
                    ...(look === 'hatched' && {
                      itemStyle: { opacity: DIMMED_OPACITY, decal: hatch(theme) },
                    }),
                  },
          ),
        },
      ],
      graphic: [
        ...colourBar(data.scale, bar, theme),
        ...legend.places.flatMap((place) =>
          legendEntry(place, colours, theme, data.scale.kind === 'sequential'),
        ),
        ...flat.flatMap(({ value, look, layer, head }) =>
          (look === 'called' || look === 'dashed') && value !== null
            ? [
                calledOutline(
                  layer,
                  head,
                  plot,
                  cell,
                  strokeOf(look, value < 0 ? 'low' : 'high', colours, theme),
                ),
              ]
            : [],
        ),
        ...selectionOutline(data.selected ?? null, plot, cell, theme),
      ],
    },
    hint(seriesIndex: number, dataIndex: number): Hint | null {
      return seriesIndex === 0 ? (flat[dataIndex]?.hint ?? null) : null;
    },
  };
}

/** Mapped to no colour: a soft ground, with a sign on it or without. */
function plainCell(
  head: number,
  layer: number,
  sign: string | null,
  signSize: number,
  theme: FigureTheme,
): HeatmapDatum {
  return {
    value: [head, layer, 0],
    visualMap: false,
    itemStyle: { color: theme.soft },
    ...(sign !== null && {
      label: {
        show: true,
        formatter: sign,
        color: theme.muted,
        fontFamily: MONO_FONT,
        fontSize: signSize,
      },
    }),
  };
}

const SWATCH = { width: 12, height: 10, gap: 5 } as const;
const LEGEND = { line: 16, between: 14, above: 4 } as const;

interface LegendPlace extends LegendEntry {
  readonly x: number;
  /** Of the middle of its line. */
  readonly y: number;
}

/** Entries one after the other, on as many lines as they need. */
function layOutLegend(
  entries: readonly LegendEntry[],
  width: number,
  top: number,
): { readonly places: readonly LegendPlace[]; readonly bottom: number } {
  if (entries.length === 0) return { places: [], bottom: top };
  let x = MARGIN;
  let y = top + LEGEND.above + LEGEND.line / 2;
  const places = entries.map((entry): LegendPlace => {
    const wide = SWATCH.width + SWATCH.gap + entry.words.length * TEXT_ADVANCE * FONT_SIZE;
    if (x > MARGIN && x + wide > width) {
      x = MARGIN;
      y += LEGEND.line;
    }
    const place = { ...entry, x, y };
    x += wide + LEGEND.between;
    return place;
  });
  return { places, bottom: y + LEGEND.line / 2 + MARGIN };
}

function legendEntry(
  { look, side, words, x, y }: LegendPlace,
  colours: readonly string[],
  theme: FigureTheme,
  isSequential: boolean,
): object[] {
  const top = y - SWATCH.height / 2;
  const isOutlined = look === 'called' || look === 'dashed';
  const scaleEnd = side === 'low' ? colours.at(FAR_FROM_ENDS) : colours.at(-1 - FAR_FROM_ENDS);
  // As on the cells: the outline says it, whatever the colour within; one in the bright end of a scale is seen on the dark one.
  const within = look === 'called' && isSequential ? colours[0] : 'none';
  const fill = isOutlined ? within : look === 'full' ? scaleEnd : theme.soft;
  const text = (at: number, content: string, align: 'left' | 'center', fontFamily: string): object => ({
    type: 'text',
    silent: true,
    x: at,
    y,
    style: {
      text: content,
      align,
      verticalAlign: 'middle',
      fill: theme.muted,
      fontFamily,
      fontSize: FONT_SIZE,
    },
  });
  return [
    {
      type: 'rect',
      silent: true,
      shape: { x, y: top, width: SWATCH.width, height: SWATCH.height, r: 2 },
      style: { fill },
    },
    ...(isOutlined
      ? [outline(x, top, SWATCH.width, SWATCH.height, strokeOf(look, side, colours, theme))]
      : []),
    ...(look === 'hatched' ? slants(x, top, theme) : []),
    ...(look === 'dotted' || look === 'dash'
      ? [text(x + SWATCH.width / 2, look === 'dash' ? '–' : '•', 'center', MONO_FONT)]
      : []),
    text(x + SWATCH.width + SWATCH.gap, words, 'left', TEXT_FONT),
  ];
}

/** What a decal is on a cell: a legend's swatch cannot have one. */
function slants(x: number, top: number, theme: FigureTheme): object[] {
  const { width, height } = SWATCH;
  return [-6, -1, 4, 9].map((from) => {
    const left = Math.max(0, from);
    const right = Math.min(width, from + height);
    return {
      type: 'line',
      silent: true,
      shape: {
        x1: x + left,
        y1: top + height - (left - from),
        x2: x + right,
        y2: top + height - (right - from),
      },
      style: { stroke: theme.hatch, lineWidth: 1 },
    };
  });
}

/** Thin slanted lines, so that what is undecided is not told by fading alone. */
function hatch(theme: FigureTheme): object {
  return {
    symbol: 'rect',
    symbolSize: 1,
    dashArrayX: [1, 0],
    dashArrayY: [1, 4],
    rotation: -Math.PI / 4,
    color: theme.hatch,
  };
}

/** The end of the scale on a side: what stands out from the background in both themes. */
function inkOf(side: LegendEntry['side'], colours: readonly string[]): string {
  return colours.at(side === 'low' ? 0 : -1) ?? 'none';
}

interface Stroke {
  readonly stroke: string;
  /** px drawn and left out. */
  readonly lineDash?: [number, number];
}

function strokeOf(
  look: 'called' | 'dashed',
  side: LegendEntry['side'],
  colours: readonly string[],
  theme: FigureTheme,
): Stroke {
  return look === 'called' ? { stroke: inkOf(side, colours) } : { stroke: theme.amber, lineDash: [3, 2] };
}

/** px from the edge of a cell to its outline: past the gap between cells, so that neighbours don't share a line. */
function outlineInset(cell: { height: number }): number {
  return cell.height < LOW_CELL ? 0 : 1;
}

function calledOutline(
  layer: number,
  head: number,
  plot: { left: number; top: number },
  cell: { width: number; height: number },
  stroke: Stroke,
): object {
  const inset = outlineInset(cell);
  return outline(
    plot.left + head * cell.width + inset,
    plot.top + layer * cell.height + inset,
    cell.width - 2 * inset,
    cell.height - 2 * inset,
    stroke,
  );
}

/** A line of one px within a rectangle. */
function outline(left: number, top: number, width: number, height: number, stroke: Stroke): object {
  return {
    type: 'rect',
    silent: true,
    z: 5,
    shape: { x: left + 0.5, y: top + 0.5, width: width - 1, height: height - 1, r: 1 },
    style: { fill: 'none', ...stroke, lineWidth: 1 },
  };
}

function selectionOutline(
  selected: { readonly layer: number; readonly head: number } | null,
  plot: { left: number; top: number },
  cell: { width: number; height: number },
  theme: FigureTheme,
): object[] {
  if (selected === null) return [];
  return [
    {
      type: 'rect',
      silent: true,
      z: 10,
      shape: {
        x: plot.left + selected.head * cell.width,
        y: plot.top + selected.layer * cell.height,
        width: cell.width,
        height: cell.height,
        r: 2,
      },
      style: { fill: 'none', stroke: theme.accent, lineWidth: 2 },
    },
  ];
}
