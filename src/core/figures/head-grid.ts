/**
 * Layers x heads of one number: layers downward from 0 at the top, heads to the right. What is said of a head is told by
 * the look of its cell, never by colour alone, and a legend counts the heads of each look.
 */
import {
  colourBar,
  colourBarHeight,
  placeInColours,
  scaleColours,
  visualMap,
  type ColourScale,
} from './colour-scale.ts';
import type { HeatmapDatum } from './echarts.ts';
import type { Figure, Hint } from './figure.ts';
import {
  type CellLook,
  layOutLegend,
  legendEntry,
  type LegendEntry,
  outline,
  strokeOf,
  type Stroke,
} from './head-grid-legend.ts';
import { MONO_FONT, type FigureTheme } from './theme.ts';

export interface HeadGridCell {
  /** null: undefined there, drawn as a dash. */
  readonly value: number | null;
  readonly look: CellLook;
  readonly hint: Hint;
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
/** Of every character of the font of labels, in em. */
const MONO_ADVANCE = 0.6;

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
    scale = {},
  }: {
    readonly plotWidth?: number | undefined;
    readonly plotHeight?: number | undefined;
    readonly top?: number;
    readonly scale?: Pick<ColourScale, 'shape'>;
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
    height: barTop + colourBarHeight(scale) + MARGIN,
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
    scale: data.scale,
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
                    value: [head, layer, placeInColours(data.scale, value)],
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
