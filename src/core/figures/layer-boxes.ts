/** Layers downward, a box plot of the heads of each along one axis, with every head as a dot over it. */
import type { AxisShape } from './axes.ts';
import { endsAround, ticksWithRoom } from './axis-ends.ts';
import { extent, nice } from 'd3-array';
import { boxOf } from '../statistics/box.ts';
import { formatBound, formatValue, type Figure, type Hint } from './figure.ts';
import { type DotLook, dotStyle } from './head-scatter.ts';
import { type Axis, axisOf, ROOT_WORDS, SCALES } from './scatter-axes.ts';
import { MONO_ADVANCE, MONO_FONT, TEXT_FONT, type FigureTheme } from './theme.ts';

export interface BoxedHead {
  readonly layer: number;
  readonly head: number;
  /** null: undefined, and left out. */
  readonly value: number | null;
  readonly look: DotLook;
  readonly hint: Hint;
}

export interface LayerBoxesData {
  readonly title: string;
  /** What the axis is, with its unit. */
  readonly axisTitle: string;
  readonly unit: string;
  readonly layers: number;
  readonly heads: readonly BoxedHead[];
  readonly selected?: { readonly layer: number; readonly head: number } | null;
  /** px of the plot from left to right; the figure's own choice without it. */
  readonly plotWidth?: number | undefined;
  /** The smallest effect of interest, on either side of 0. */
  readonly margin?: number | null;
  /** How numbers lie along the axis; linear without it. */
  readonly axes?: AxisShape | undefined;
  readonly note: string;
  readonly caption: string;
}

/** Of fewer values a box says nothing that the dots don't. */
export const LEAST_BOXED = 5;

const PLOT = { left: 32, right: 12, top: 8, bottom: 36, width: 296 } as const;
/** px of the plot where nothing is said of it. */
export const BOXES_WIDTH: number = PLOT.width;
const ROW = { smallest: 13, largest: 22, together: 260 } as const;
const FONT_SIZE = 11;
const BOX_SHARE = 0.62;
const RADIUS = { ink: 2.4, open: 2.4, faint: 2.2, dot: 1.8 } as const satisfies Record<DotLook, number>;

export function layerBoxes(data: LayerBoxesData, theme: FigureTheme): Figure {
  const plotWidth = data.plotWidth ?? PLOT.width;
  const row = Math.min(ROW.largest, Math.max(ROW.smallest, Math.floor(ROW.together / data.layers)));
  const height = row * data.layers;
  const shown = data.heads.filter((head): head is BoxedHead & { value: number } => head.value !== null);
  const boxes = Array.from({ length: data.layers }, (_, layer) => {
    const values = shown.filter((head) => head.layer === layer).map(({ value }) => value);
    const box = values.length < LEAST_BOXED ? null : boxOf(values);
    return box === null ? [] : [{ layer, box, count: values.length }];
  }).flat();
  const scale = SCALES[data.axes ?? 'linear'];
  const values = shown.map(({ value }) => value);
  const {
    low,
    high,
    ticks: marks,
  } = data.axes === 'root' ? axisOf(values, plotWidth, scale) : linearAxis(values, plotWidth);
  // The last number stands around its place: half of it is beyond the plot.
  const beyond = scale.to(marks.at(-1) ?? scale.from(low)) - low;
  const half = (formatBound(marks.at(-1) ?? low).length * MONO_ADVANCE * FONT_SIZE) / 2;
  const right = Math.max(PLOT.right, Math.ceil((plotWidth * beyond) / (high - low) + half - plotWidth) + 2);
  const isSelected = ({ layer, head }: BoxedHead): boolean =>
    layer === data.selected?.layer && head === data.selected.head;
  const axisLabel = { fontFamily: MONO_FONT, fontSize: FONT_SIZE, color: theme.muted };
  return {
    title: data.title,
    width: PLOT.left + plotWidth + right,
    height: PLOT.top + height + PLOT.bottom,
    note: [data.note, data.axes === 'root' ? ROOT_WORDS.axis : ''].filter((words) => words !== '').join(' '),
    caption: data.caption,
    option: {
      animation: false,
      grid: { left: PLOT.left, top: PLOT.top, width: plotWidth, height, outerBoundsMode: 'none' },
      xAxis: {
        type: 'value',
        min: low,
        max: high,
        axisTick: { show: false },
        splitLine: { show: false },
        axisLine: { show: true, onZero: false, lineStyle: { color: theme.line } },
        axisLabel: {
          ...axisLabel,
          customValues: marks.map((mark) => scale.to(mark)),
          formatter: (place: number) => formatBound(scale.from(place)),
        },
      },
      yAxis: {
        type: 'category',
        inverse: true,
        data: Array.from({ length: data.layers }, (_, layer) => `L${layer}`),
        axisTick: { show: false },
        axisLine: { show: false },
        splitLine: { show: false },
        axisLabel: { ...axisLabel, margin: 7, interval: row < 13 ? 1 : 0 },
      },
      series: [
        {
          type: 'boxplot',
          layout: 'vertical',
          boxWidth: [row * BOX_SHARE, row * BOX_SHARE],
          emphasis: { disabled: true },
          itemStyle: { color: theme.soft, borderColor: theme.muted, borderWidth: 1 },
          encode: { y: 0, x: [1, 2, 3, 4, 5] },
          data: boxes.map(({ layer, box }) => [
            layer,
            ...[box.low, box.q1, box.median, box.q3, box.high].map((value) => scale.to(value)),
          ]),
        },
        {
          type: 'scatter',
          emphasis: { disabled: true },
          data: shown.map((head) => ({
            value: [scale.to(head.value), head.layer],
            symbolSize: 2 * (isSelected(head) ? RADIUS.ink + 1 : RADIUS[head.look]),
            itemStyle: dotStyle(head.look, isSelected(head), theme),
          })),
        },
      ],
      graphic: [
        ...[0, ...marginsOf(data.margin)]
          .map((at) => ({ at: scale.to(at), isDashed: at !== 0 }))
          .filter(({ at }) => at > low && at < high)
          .map(({ at, isDashed }) =>
            upright(PLOT.left + (plotWidth * (at - low)) / (high - low), height, isDashed, theme),
          ),
        {
          type: 'text',
          silent: true,
          x: PLOT.left + plotWidth,
          y: PLOT.top + height + PLOT.bottom - 9,
          style: {
            text: `${data.axisTitle} →`,
            align: 'right',
            verticalAlign: 'middle',
            fill: theme.muted,
            fontFamily: TEXT_FONT,
            fontSize: FONT_SIZE,
          },
        },
      ],
    },
    hint: (seriesIndex, dataIndex) => {
      if (seriesIndex === 1) return shown[dataIndex]?.hint ?? null;
      const found = seriesIndex === 0 ? boxes[dataIndex] : undefined;
      return found === undefined ? null : hintOfLayer(found, data.unit);
    },
  };
}

/** From 0 where all are on one side of it and it is not far, as the scatter beside it. */
function linearAxis(values: readonly number[], plotWidth: number): Axis {
  const [least = 0, most = 1] = extent(values);
  const from = least > 0 && least < most / 2 ? 0 : least;
  const to = most < 0 && most > least / 2 ? 0 : most;
  const [low, high] = least === most ? endsAround(least) : nice(from, to, 5);
  const widthOf = (tick: number): number => formatBound(tick).length * MONO_ADVANCE * FONT_SIZE;
  return { low, high, ticks: ticksWithRoom([low, high], 4, plotWidth, widthOf) };
}

function hintOfLayer(
  { layer, box, count }: { layer: number; box: NonNullable<ReturnType<typeof boxOf>>; count: number },
  unit: string,
): Hint {
  const between = (from: number, to: number): string => `${formatValue(from)} to ${formatValue(to, unit)}`;
  return {
    title: `Layer ${layer}`,
    rows: [
      { label: 'heads', value: String(count) },
      { label: 'median', value: formatValue(box.median, unit) },
      { label: 'quartiles', value: between(box.q1, box.q3) },
      { label: 'whiskers', value: between(box.low, box.high) },
    ],
  };
}

function marginsOf(margin: number | null | undefined): number[] {
  return margin === undefined || margin === null || margin === 0 ? [] : [margin, -margin];
}

function upright(x: number, height: number, isDashed: boolean, theme: FigureTheme): object {
  return {
    type: 'line',
    silent: true,
    z: 0,
    shape: { x1: x, x2: x, y1: PLOT.top, y2: PLOT.top + height },
    style: { stroke: theme.control, lineWidth: 1, ...(isDashed && { lineDash: [3, 2] }) },
  };
}
