/**
 * Layers x heads of one number: layers downward from 0 at the top, heads to the right. Cells that are not significant
 * are faded and hatched, cells without a value show a dash.
 */
import { COLOUR_BAR_HEIGHT, colourBar, visualMap, type ColourScale } from './colour-scale.ts';
import type { HeatmapDatum } from './echarts.ts';
import type { Figure, Hint } from './figure.ts';
import { MONO_FONT, type FigureTheme } from './theme.ts';

export interface HeadGridCell {
  /** null: undefined there. */
  readonly value: number | null;
  /** Fades and hatches the cell. */
  readonly dimmed: boolean;
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
  readonly note: string;
  readonly caption: string;
}

const PLOT_TARGET = { width: 276, height: 300 } as const;
const CELL = { smallest: 13, largest: 26 } as const;
const FONT_SIZE = 11;
const LEFT = 32;
const TOP = 22;
const MARGIN = 4;
const NARROWEST = 200;
const DIMMED_OPACITY = 0.35;

function cellSize(target: number, count: number): number {
  return Math.min(CELL.largest, Math.max(CELL.smallest, Math.floor(target / Math.max(1, count))));
}

/** How many labels are left out after each that is shown, so that they don't touch: 0 where cells are wide enough. */
function labelInterval(cell: number, needed: number): number {
  return Math.max(0, Math.ceil(needed / cell) - 1);
}

/** Where the cells are, in pixels; the screen finds the head under the pointer with it too. */
export function headGridLayout(
  layers: number,
  heads: number,
  plotWidth: number = PLOT_TARGET.width,
): {
  plot: { left: number; top: number; width: number; height: number };
  cell: { width: number; height: number };
  bar: { left: number; top: number; width: number };
  width: number;
  height: number;
} {
  const cell = { width: cellSize(plotWidth, heads), height: cellSize(PLOT_TARGET.height, layers) };
  const plot = { left: LEFT, top: TOP, width: heads * cell.width, height: layers * cell.height };
  const width = Math.max(NARROWEST, LEFT + plot.width + MARGIN);
  const barTop = TOP + plot.height + 10;
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
  const { plot, cell, bar, width, height } = headGridLayout(layers, heads, data.plotWidth);
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
    height,
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
        data: Array.from({ length: heads }, (_, head) => `${head}`),
        axisLabel: { ...axisLabel, interval: labelInterval(cell.width, heads > 10 ? 18 : 12) },
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
          itemStyle: { borderColor: theme.background, borderWidth: 2 },
          data: flat.map(({ value, dimmed, layer, head }): HeatmapDatum =>
            value === null
              ? undefinedCell(head, layer, theme)
              : {
                  value: [head, layer, value],
                  ...(dimmed && { itemStyle: { opacity: DIMMED_OPACITY, decal: hatch(theme) } }),
                },
          ),
        },
      ],
      graphic: [
        ...colourBar(data.scale, bar, theme),
        ...selectionOutline(data.selected ?? null, plot, cell, theme),
      ],
    },
    hint(seriesIndex: number, dataIndex: number): Hint | null {
      return seriesIndex === 0 ? (flat[dataIndex]?.hint ?? null) : null;
    },
  };
}

/** Mapped to no colour: a soft ground with a dash. */
function undefinedCell(head: number, layer: number, theme: FigureTheme): HeatmapDatum {
  return {
    value: [head, layer, 0],
    visualMap: false,
    itemStyle: { color: theme.soft },
    label: { show: true, formatter: '–', color: theme.muted, fontFamily: MONO_FONT, fontSize: FONT_SIZE },
  };
}

/** Thin slanted lines, so that significance is not told by fading alone. */
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
