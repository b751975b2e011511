/** The figures of a whole run: a statistic over all heads, and the values of one head. */
import { METRICS, type MetricDescription, type MetricName } from '../metrics/catalogue.ts';
import type { ControlComparison, Summary, ZeroTest } from '../statistics/summary.ts';
import { fittedDomain, type ColourScale } from './colour-scale.ts';
import { distribution } from './distribution.ts';
import { captionOfSet, formatValue, type Figure, type FigureSource, type Hint } from './figure.ts';
import { headGrid, type HeadGridCell } from './head-grid.ts';
import type { FigureTheme } from './theme.ts';

export type HeadStatistics = Summary & ControlComparison & ZeroTest;
export type GridStatistic = keyof HeadStatistics;

/** The statistics of one head for one metric: a row of aggregates. */
export interface HeadRow extends HeadStatistics {
  readonly layer: number;
  readonly head: number;
}

interface StatisticDescription {
  readonly label: string;
  /** 'value': of the metric itself; 'spread': in its unit, from 0; the others are quantities of their own. */
  readonly quantity: 'value' | 'spread' | 'difference' | 'effect' | 'count' | 'probability';
}

export const GRID_STATISTICS: Readonly<Record<GridStatistic, StatisticDescription>> = {
  n: { label: 'pairs', quantity: 'count' },
  undefined: { label: 'undefined pairs', quantity: 'count' },
  mean: { label: 'mean', quantity: 'value' },
  sd: { label: 'standard deviation', quantity: 'spread' },
  median: { label: 'median', quantity: 'value' },
  q25: { label: 'lower quartile', quantity: 'value' },
  q75: { label: 'upper quartile', quantity: 'value' },
  min: { label: 'minimum', quantity: 'value' },
  max: { label: 'maximum', quantity: 'value' },
  ci_low: { label: 'mean, lower end of 95 % interval', quantity: 'value' },
  ci_high: { label: 'mean, upper end of 95 % interval', quantity: 'value' },
  control_mean: { label: 'control mean', quantity: 'value' },
  difference: { label: 'mean − control', quantity: 'difference' },
  difference_ci_low: { label: 'mean − control, lower end of 95 % interval', quantity: 'difference' },
  difference_ci_high: { label: 'mean − control, upper end of 95 % interval', quantity: 'difference' },
  cliffs_delta: { label: 'Cliff’s delta against control', quantity: 'effect' },
  p: { label: 'p against control', quantity: 'probability' },
  q: { label: 'q against control', quantity: 'probability' },
  p_zero: { label: 'p against 0', quantity: 'probability' },
  q_zero: { label: 'q against 0', quantity: 'probability' },
};

export interface HeadGridFigure {
  readonly source: FigureSource;
  readonly metric: MetricName;
  readonly statistic: GridStatistic;
  /** '' is the whole set. */
  readonly group: string;
  /** Every head of the model, in any order. */
  readonly rows: readonly HeadRow[];
  /** Heads whose q is at or above this are faded and hatched; null fades none. */
  readonly qThreshold: number | null;
  /** Ends of the colour scale; by default it holds the values that are there. */
  readonly domain?: readonly [number, number] | undefined;
  readonly selected?: { readonly layer: number; readonly head: number } | null;
}

/** Layers x heads of one statistic of one metric. */
export function headGridFigure(input: HeadGridFigure, theme: FigureTheme): Figure {
  const metric = METRICS[input.metric];
  const statistic = GRID_STATISTICS[input.statistic];
  const test = chooseTest(input.rows, input.statistic);
  const isDimmed = (row: HeadRow): boolean => {
    if (input.qThreshold === null || test === null) return false;
    const q = row[test];
    return q === null || q >= input.qThreshold;
  };
  return headGrid(
    {
      title: `${metric.label} · ${statistic.label}${input.group === '' ? '' : ` · ${input.group}`}`,
      cells: gridOf(input.rows, (row) => ({
        value: row[input.statistic],
        dimmed: isDimmed(row),
        hint: hintOf(row, metric, input.statistic, test),
      })),
      scale: {
        ...statisticScale(
          metric,
          input.statistic,
          input.rows.map((row) => row[input.statistic]),
        ),
        ...(input.domain && { domain: input.domain }),
      },
      selected: input.selected ?? null,
      note: noteOf(input, test, input.rows.filter((row) => !isDimmed(row)).length),
      caption: captionOfSet(input.source, largestN(input.rows), null, input.group),
    },
    theme,
  );
}

/** The ends of one colour scale for several grids of the same statistic: what `domain` is to be for each. */
export function sharedDomain(
  name: MetricName,
  statistic: GridStatistic,
  grids: readonly (readonly HeadRow[])[],
): readonly [number, number] {
  const values = grids.flatMap((rows) => rows.map((row) => row[statistic]));
  return statisticScale(METRICS[name], statistic, values).domain;
}

/** [layers][heads]; a head that has no row is undefined there. */
function gridOf(rows: readonly HeadRow[], cellOf: (row: HeadRow) => HeadGridCell): HeadGridCell[][] {
  const layers = 1 + rows.reduce((last, { layer }) => Math.max(last, layer), -1);
  const heads = 1 + rows.reduce((last, { head }) => Math.max(last, head), -1);
  const cells = Array.from({ length: layers }, (_, layer) =>
    Array.from({ length: heads }, (_, head): HeadGridCell => ({
      value: null,
      dimmed: false,
      hint: { title: `L${layer} H${head}`, rows: [{ label: 'value', value: 'not computed' }] },
    })),
  );
  for (const row of rows) {
    const line = cells[row.layer];
    if (line !== undefined) line[row.head] = cellOf(row);
  }
  return cells;
}

function largestN(rows: readonly HeadRow[]): number {
  return rows.reduce((largest, row) => Math.max(largest, row.n + row.undefined), 0);
}

/** The test whose q decides what is faded: against control where there is one, else against 0, else none. */
function chooseTest(rows: readonly HeadRow[], statistic: GridStatistic): 'q' | 'q_zero' | null {
  const has = (name: 'q' | 'q_zero'): boolean => rows.some((row) => row[name] !== null);
  if ((statistic === 'p_zero' || statistic === 'q_zero') && has('q_zero')) return 'q_zero';
  if (has('q')) return 'q';
  return has('q_zero') ? 'q_zero' : null;
}

function statisticScale(
  metric: MetricDescription,
  statistic: GridStatistic,
  values: readonly (number | null)[],
): ColourScale {
  const fitted = (kind: ColourScale['kind'], unit: string): ColourScale => ({
    kind,
    domain: fittedDomain(values, kind),
    unit,
  });
  switch (GRID_STATISTICS[statistic].quantity) {
    case 'value':
      return fitted(metric.change === 'either' ? 'diverging' : 'sequential', metric.unit);
    case 'spread':
      return fitted('sequential', metric.unit);
    case 'difference':
      return fitted('diverging', metric.unit);
    case 'effect':
      return { kind: 'diverging', domain: [-1, 1], unit: '' };
    case 'count':
      return fitted('sequential', 'pairs');
    case 'probability':
      return { kind: 'sequential', domain: [0, 1], unit: '' };
  }
}

function hintOf(
  row: HeadRow,
  metric: MetricDescription,
  statistic: GridStatistic,
  test: 'q' | 'q_zero' | null,
): Hint {
  const interval = (low: number | null, high: number | null): string =>
    low === null || high === null ? '' : ` [${formatValue(low)}, ${formatValue(high)}]`;
  const rows = [
    { label: 'mean', value: `${formatValue(row.mean, metric.unit)}${interval(row.ci_low, row.ci_high)}` },
    { label: 'n', value: row.undefined === 0 ? `${row.n}` : `${row.n}, undefined for ${row.undefined}` },
  ];
  if (row.difference !== null)
    rows.push({
      label: '− control',
      value: `${formatValue(row.difference, metric.unit)}${interval(row.difference_ci_low, row.difference_ci_high)}`,
    });
  if (test !== null) rows.push({ label: test === 'q' ? 'q' : 'q against 0', value: formatValue(row[test]) });
  const { label, quantity } = GRID_STATISTICS[statistic];
  if (!rows.some((known) => known.label === label) && statistic !== 'difference' && statistic !== test)
    rows.unshift({
      label,
      value: formatValue(
        row[statistic],
        quantity === 'value' || quantity === 'spread' || quantity === 'difference' ? metric.unit : '',
      ),
    });
  return { title: `L${row.layer} H${row.head}`, rows };
}

function noteOf(input: HeadGridFigure, test: 'q' | 'q_zero' | null, significant: number): string {
  const heads = input.rows.length;
  const sentences: string[] = [];
  if (input.qThreshold !== null)
    sentences.push(
      test === null
        ? 'No control set to test against: no head is faded.'
        : `Hatched: q ≥ ${input.qThreshold} (Benjamini-Hochberg over ${heads} heads). ${significant} of ${heads} heads ${
            test === 'q' ? 'differ from the control set' : 'differ from 0'
          }.`,
    );
  if (input.rows.some((row) => row[input.statistic] === null)) sentences.push('–: undefined.');
  return sentences.join(' ');
}

export interface DistributionFigure {
  readonly source: FigureSource;
  readonly metric: MetricName;
  readonly layer: number;
  readonly head: number;
  readonly set: readonly (number | null)[];
  /** null without a control set. */
  readonly control: readonly (number | null)[] | null;
  readonly pair?: { readonly name: string; readonly value: number | null } | null;
}

/** The values of one metric at one head over the set, the control set behind them. */
export function distributionFigure(input: DistributionFigure, theme: FigureTheme): Figure {
  const metric = METRICS[input.metric];
  return distribution(
    {
      title: `${metric.label} · L${input.layer} H${input.head}`,
      metric: metric.label,
      unit: metric.unit,
      set: input.set,
      control: input.control,
      pair: input.pair ?? null,
      caption: captionOfSet(input.source, input.set.length, input.control?.length ?? null),
    },
    theme,
  );
}
