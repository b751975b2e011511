/** The values of one metric at one head over a set of pairs, with those of the control set behind them. */
import { capitalised } from '../capitalised.ts';
import { ticks } from 'd3-array';
import { histogram } from '../statistics/histogram.ts';
import { endsAround } from './axis-ends.ts';
import { formatBound, formatValue, type Figure, type Hint } from './figure.ts';
import { FEWEST_OF_HISTOGRAM, hintOfDot, valueDots } from './value-dots.ts';
import { MONO_FONT, TEXT_FONT, type FigureTheme } from './theme.ts';

export interface DistributionData {
  readonly title: string;
  /** Label of the metric, and its unit ('' for none). */
  readonly metric: string;
  readonly unit: string;
  /** What its values are of, in the plural; pairs unless told. */
  readonly items?: string;
  /** null: undefined for that item, and left out. */
  readonly set: readonly (number | null)[];
  /** null without anything to compare with. */
  readonly control: readonly (number | null)[] | null;
  /** 'control' or 'neutral', as the legend calls it. */
  readonly controlName?: string;
  /** Heads are not compared with what lies behind: it is shown, and said of. */
  readonly isUncompared?: boolean | undefined;
  /** px of the plot from left to right; the figure's own choice without it. */
  readonly plotWidth?: number | undefined;
  /** Of the axis of values: not inside of those of the values; theirs without it. */
  readonly ends?: readonly [number, number] | undefined;
  /** A line at the value of one pair. */
  readonly pair?: { readonly name: string; readonly value: number | null } | null;
  readonly caption: string;
}

const HEIGHT = 172;
/** px of the plot from left to right, where nothing else is asked for. */
export const DISTRIBUTION_WIDTH = 258;
const PLOT = { left: 40, right: 22, top: 26, bottom: 40 } as const;
const FONT_SIZE = 11;
/** px of the bar of a value that all have. */
const WIDTH_OF_ONE_VALUE = 6;
/** Percent from which an axis ends at 100. */
const NEARLY_ALL = 90;
const CONTROL = 'control';
const ITEMS = 'pairs';

/** Where the axis of values ends by itself. */
export function axisEnds(
  set: readonly (number | null)[],
  control: readonly (number | null)[] | null,
): readonly [number, number] {
  return endsOf(histogram(set, control).edges, onlyValue(set, control ?? []));
}

function endsOf(edges: readonly number[], only: number | null): readonly [number, number] {
  return only === null ? [edges[0] ?? 0, edges.at(-1) ?? 1] : endsAround(only);
}

/** Histogram in percent of pairs, so that sets of different sizes compare; of fewer than five, a dot for each. */
export function distribution(data: DistributionData, theme: FigureTheme): Figure {
  const bins = histogram(data.set, data.control);
  const controlName = data.controlName ?? CONTROL;
  const setN = data.set.length - bins.undefined.set;
  const controlN = (data.control?.length ?? 0) - bins.undefined.control;
  const only = onlyValue(data.set, data.control ?? []);
  const own = endsOf(bins.edges, only);
  const [low, high] = data.ends ?? own;
  const plotWidth = data.plotWidth ?? DISTRIBUTION_WIDTH;
  const barWidth =
    only === null
      ? Math.max(1, (plotWidth * (own[1] - own[0])) / (high - low) / Math.max(1, bins.set.length) - 1)
      : WIDTH_OF_ONE_VALUE;
  const percent = (counts: readonly number[], n: number): [number, number][] =>
    counts.map((count, index) => [only ?? middle(bins.edges, index), n === 0 ? 0 : (100 * count) / n]);
  const ofSet = percent(bins.set, setN);
  const ofControl = percent(bins.control ?? [], controlN);
  const highest = Math.max(0, ...[...ofSet, ...ofControl].map(([, share]) => share));
  const line = data.pair?.value ?? null;
  const axis = { fontFamily: MONO_FONT, fontSize: FONT_SIZE, color: theme.muted };
  const bar = {
    type: 'bar' as const,
    barWidth,
    barGap: '-100%',
    emphasis: { disabled: true },
    animation: false,
    // A value at an end of the axis keeps the half of its bar that is beyond.
    clip: only === null,
  };
  const isFew = Math.max(setN, controlN) < FEWEST_OF_HISTOGRAM;
  const [setValues, controlValues] = isFew ? [defined(data.set), defined(data.control ?? [])] : [[], []];
  const markLine = line !== null && {
    markLine: {
      silent: true,
      symbol: 'none',
      animation: false,
      label: { show: false },
      // As it is: ECharts would round it to two decimals.
      precision: -1,
      lineStyle: { color: theme.text, width: 1.5, type: 'solid' as const },
      data: [{ xAxis: line }],
    },
  };
  return {
    title: data.title,
    width: PLOT.left + plotWidth + PLOT.right,
    height: HEIGHT,
    note: noteOf(data, bins.undefined),
    caption: data.caption,
    option: {
      animation: false,
      grid: {
        left: PLOT.left,
        top: PLOT.top,
        width: plotWidth,
        height: HEIGHT - PLOT.top - PLOT.bottom,
        outerBoundsMode: 'none',
      },
      xAxis: {
        type: 'value',
        min: low,
        max: high,
        name: data.unit === '' ? data.metric : `${data.metric} (${data.unit})`,
        nameLocation: 'middle',
        nameGap: 24,
        nameTextStyle: { fontFamily: TEXT_FONT, fontSize: FONT_SIZE, color: theme.muted },
        axisLine: { show: true, onZero: false, lineStyle: { color: theme.line } },
        axisTick: { show: false },
        splitLine: { show: false },
        axisLabel: {
          ...axis,
          customValues: ticks(low, high, 4),
          formatter: formatBound,
        },
        // Else the axis is widened for bars that it takes for wider than their bins.
        containShape: false,
      },
      yAxis: {
        type: 'value',
        min: 0,
        ...(isFew && { max: 1, show: false }),
        splitNumber: 3,
        // Else the axis goes to 120 %.
        ...(!isFew && highest > NEARLY_ALL && { max: 100, interval: 50 }),
        axisLine: { show: false },
        axisTick: { show: false },
        splitLine: { lineStyle: { color: theme.line } },
        axisLabel: { ...axis, formatter: '{value} %' },
      },
      series: isFew
        ? [
            valueDots(controlValues, { row: 'control', colour: theme.control, opacity: 0.9 }),
            {
              ...valueDots(setValues, { row: 'set', colour: inkOfSet(data, theme), opacity: 0.9 }),
              ...markLine,
            },
          ]
        : [
            {
              ...bar,
              name: 'control',
              itemStyle: { color: theme.control, opacity: 0.6 },
              data: ofControl,
            },
            {
              ...bar,
              name: 'set',
              itemStyle: { color: inkOfSet(data, theme), opacity: 0.75 },
              data: ofSet,
              ...markLine,
            },
          ],
      graphic: legend(data, setN, controlN, theme),
    },
    hint(seriesIndex: number, dataIndex: number): Hint | null {
      if (isFew)
        return seriesIndex === 1
          ? hintOfDot(setValues[dataIndex], data.unit, 'set')
          : hintOfDot(controlValues[dataIndex], data.unit, controlName);
      const from = bins.edges[dataIndex];
      const to = bins.edges[dataIndex + 1];
      if (from === undefined || to === undefined || seriesIndex > 1) return null;
      const share = (counts: readonly number[], n: number): string =>
        `${counts[dataIndex] ?? 0} of ${n} ${data.items ?? ITEMS}`;
      return {
        title:
          only === null
            ? `${formatBound(from)} to ${formatBound(to)}${data.unit === '' ? '' : ` ${data.unit}`}`
            : formatValue(only, data.unit),
        rows: [
          { label: 'set', value: share(bins.set, setN) },
          ...(bins.control === null ? [] : [{ label: controlName, value: share(bins.control, controlN) }]),
        ],
      };
    },
  };
}

function defined(values: readonly (number | null)[]): number[] {
  return values.filter((value) => value !== null);
}

/** The value that all have which are defined, up to rounding; null where they differ, or there are none. */
function onlyValue(...lists: (readonly (number | null)[])[]): number | null {
  let [least, most] = [Infinity, -Infinity];
  for (const values of lists)
    for (const value of values)
      if (value !== null) [least, most] = [Math.min(least, value), Math.max(most, value)];
  if (least > most) return null;
  return most - least <= Number.EPSILON * Math.max(Math.abs(least), Math.abs(most)) ? least : null;
}

function middle(edges: readonly number[], index: number): number {
  return ((edges[index] ?? 0) + (edges[index + 1] ?? 0)) / 2;
}

function noteOf(data: DistributionData, missing: { set: number; control: number }): string {
  const undefinedIn = (count: number, all: number, name: string): string[] =>
    count === 0 ? [] : [`undefined for ${count} of ${all} ${data.items ?? ITEMS} of the ${name}`];
  const parts = [
    ...(data.isUncompared === true && data.control !== null
      ? [
          `grey: ${data.controlName ?? CONTROL} changes, too few of them of the shape of their pairs to be compared with`,
        ]
      : []),
    ...undefinedIn(missing.set, data.set.length, 'set'),
    ...undefinedIn(missing.control, data.control?.length ?? 0, data.controlName ?? CONTROL),
    ...(data.pair
      ? [
          `line: ${data.pair.name}, ${formatValue(data.pair.value, data.pair.value === null ? '' : data.unit)}`,
        ]
      : []),
  ];
  const sentence = parts.join('; ');
  return sentence === '' ? '' : `${capitalised(sentence)}.`;
}

/** Data is ink; beside a control, which is grey, the set has the colour that tells it apart. */
function inkOfSet({ control }: Pick<DistributionData, 'control'>, theme: FigureTheme): string {
  return control === null ? theme.text : theme.accent;
}

/** Squares and words above the plot: which bars are whose, and how many pairs stand behind them. */
function legend(data: DistributionData, setN: number, controlN: number, theme: FigureTheme): object[] {
  const entry = (x: number, color: string, opacity: number, text: string): object[] => [
    {
      type: 'rect',
      silent: true,
      shape: { x, y: 8, width: 8, height: 8, r: 1 },
      style: { fill: color, opacity },
    },
    {
      type: 'text',
      silent: true,
      x: x + 13,
      y: 12,
      style: { text, verticalAlign: 'middle', fill: theme.muted, fontFamily: TEXT_FONT, fontSize: FONT_SIZE },
    },
  ];
  return [
    ...entry(PLOT.left, inkOfSet(data, theme), 0.75, `${data.control === null ? '' : 'set, '}n = ${setN}`),
    ...(data.control === null
      ? []
      : entry(PLOT.left + 100, theme.control, 0.6, `${data.controlName ?? CONTROL}, n = ${controlN}`)),
  ];
}
