/** The values of one metric at one head over a set of pairs, with those of the control set behind them. */
import { bin, extent, nice } from 'd3-array';
import { definedValues } from './colour-scale.ts';
import { formatBound, formatValue, type Figure, type Hint } from './figure.ts';
import { MONO_FONT, TEXT_FONT, type FigureTheme } from './theme.ts';

export interface DistributionData {
  readonly title: string;
  /** Label of the metric, and its unit ('' for none). */
  readonly metric: string;
  readonly unit: string;
  /** null: undefined for that pair, and left out. */
  readonly set: readonly (number | null)[];
  /** null without a control set. */
  readonly control: readonly (number | null)[] | null;
  /** A line at the value of one pair. */
  readonly pair?: { readonly name: string; readonly value: number | null } | null;
  readonly caption: string;
}

/** Bins that both sets share. `set` and `control` are counts; `edges` has one more than there are bins. */
export interface SharedBins {
  readonly edges: readonly number[];
  readonly set: readonly number[];
  readonly control: readonly number[];
}

const BINS_WANTED = 30;
const WIDTH = 320;
const HEIGHT = 172;
const PLOT = { left: 40, right: 12, top: 26, bottom: 40 } as const;
const FONT_SIZE = 11;

/** About 30 bins of one even width over the values of both; a bin holds its lower edge, the last one both. */
export function sharedBins(set: readonly number[], control: readonly number[]): SharedBins {
  let [low, high] = extent([...set, ...control]);
  if (low === undefined || high === undefined) return { edges: [0, 1], set: [0], control: [0] };
  if (low === high) [low, high] = [low - 0.5, high + 0.5];
  [low, high] = nice(low, high, BINS_WANTED);
  const bins = bin().domain([low, high]).thresholds(BINS_WANTED);
  // d3 leaves out thresholds at the ends of the domain, so the bins are those of both sets together.
  const shared = bins([...set, ...control]);
  const edges = [...shared.map((b) => b.x0 ?? low), high];
  const counted = bin().domain([low, high]).thresholds(edges.slice(1, -1));
  return {
    edges,
    set: counted(set).map((b) => b.length),
    control: counted(control).map((b) => b.length),
  };
}

/** Histogram in percent of pairs, so that sets of different sizes compare. */
export function distribution(data: DistributionData, theme: FigureTheme): Figure {
  const set = definedValues(data.set);
  const control = definedValues(data.control ?? []);
  const bins = sharedBins(set, control);
  const low = bins.edges[0] ?? 0;
  const high = bins.edges.at(-1) ?? 1;
  const plotWidth = WIDTH - PLOT.left - PLOT.right;
  const barWidth = Math.max(1, plotWidth / bins.set.length - 1);
  const percent = (counts: readonly number[], n: number): [number, number][] =>
    counts.map((count, index) => [middle(bins.edges, index), n === 0 ? 0 : (100 * count) / n]);
  const line = data.pair?.value ?? null;
  const axis = { fontFamily: MONO_FONT, fontSize: FONT_SIZE, color: theme.muted };
  const bar = {
    type: 'bar' as const,
    barWidth,
    barGap: '-100%',
    emphasis: { disabled: true },
    animation: false,
  };
  return {
    title: data.title,
    width: WIDTH,
    height: HEIGHT,
    note: noteOf(data, set.length, control.length),
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
        splitNumber: 4,
        axisLine: { show: true, onZero: false, lineStyle: { color: theme.line } },
        axisTick: { show: false },
        splitLine: { show: false },
        axisLabel: { ...axis, hideOverlap: true },
      },
      yAxis: {
        type: 'value',
        min: 0,
        splitNumber: 3,
        axisLine: { show: false },
        axisTick: { show: false },
        splitLine: { lineStyle: { color: theme.line } },
        axisLabel: { ...axis, formatter: '{value} %' },
      },
      series: [
        {
          ...bar,
          name: 'control',
          itemStyle: { color: theme.control, opacity: 0.6 },
          data: percent(bins.control, control.length),
        },
        {
          ...bar,
          name: 'set',
          itemStyle: { color: theme.accent, opacity: 0.75 },
          data: percent(bins.set, set.length),
          ...(line !== null && {
            markLine: {
              silent: true,
              symbol: 'none',
              animation: false,
              label: { show: false },
              lineStyle: { color: theme.text, width: 1.5, type: 'solid' },
              data: [{ xAxis: line }],
            },
          }),
        },
      ],
      graphic: legend(data, set.length, control.length, theme),
    },
    hint(seriesIndex: number, dataIndex: number): Hint | null {
      const from = bins.edges[dataIndex];
      const to = bins.edges[dataIndex + 1];
      if (from === undefined || to === undefined || seriesIndex > 1) return null;
      const share = (counts: readonly number[], n: number): string =>
        `${counts[dataIndex] ?? 0} of ${n} pairs`;
      return {
        title: `${formatBound(from)} to ${formatBound(to)}${data.unit === '' ? '' : ` ${data.unit}`}`,
        rows: [
          { label: 'set', value: share(bins.set, set.length) },
          ...(data.control === null
            ? []
            : [{ label: 'control', value: share(bins.control, control.length) }]),
        ],
      };
    },
  };
}

function middle(edges: readonly number[], index: number): number {
  return ((edges[index] ?? 0) + (edges[index + 1] ?? 0)) / 2;
}

function noteOf(data: DistributionData, setN: number, controlN: number): string {
  const undefinedIn = (all: number, defined: number, name: string): string[] =>
    all === defined ? [] : [`undefined for ${all - defined} of ${all} pairs of the ${name}`];
  const parts = [
    ...undefinedIn(data.set.length, setN, 'set'),
    ...undefinedIn(data.control?.length ?? 0, controlN, 'control set'),
    ...(data.pair
      ? [
          `line: ${data.pair.name}, ${formatValue(data.pair.value, data.pair.value === null ? '' : data.unit)}`,
        ]
      : []),
  ];
  const sentence = parts.join('; ');
  return sentence === '' ? '' : `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`;
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
    ...entry(PLOT.left, theme.accent, 0.75, `set, n = ${setN}`),
    ...(data.control === null ? [] : entry(PLOT.left + 100, theme.control, 0.6, `control, n = ${controlN}`)),
  ];
}
