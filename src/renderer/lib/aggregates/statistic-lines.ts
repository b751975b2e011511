/** The statistics of one head, line by line, as the inspector has them. */
import { capitalised } from '../../../core/capitalised.ts';
import {
  controlWords,
  differenceText,
  differenceTitle,
  formatQ,
  intervalWords,
  marksOf,
  testWords,
  timesControl,
} from '../../../core/analyses/statistics/head-words.ts';
import { formatValue } from '../../../core/figures/figure.ts';
import { type MetricName, METRICS } from '../../../core/metrics/catalogue.ts';
import type { AggregateRow } from '../../../shared/entities.ts';
import { countOf } from '../format/format.ts';
import {
  decimalsFor,
  formatFixed,
  meanWithInterval,
  withInterval,
} from '../../../core/figures/fixed-numbers.ts';

export interface StatisticLine {
  readonly label: string;
  readonly value: string;
  readonly title?: string;
}

/** The set's own values; its mean is that of the pairs that are compared where those are not all. */
export function setLines(row: AggregateRow, metric: MetricName): StatisticLine[] {
  const decimals = decimalsOf(row);
  const fixed = (value: number | null): string => formatFixed(value, decimals);
  const { unit } = METRICS[metric];
  const clusters = row.clusters === null ? '' : `, ${countOf(row.clusters, 'cluster')}`;
  const missing = row.undefined === 0 ? '' : `, undefined for ${row.undefined}`;
  return [
    { label: 'Pairs', value: `${row.n}${missing}${clusters}` },
    meanLine(row, unit),
    {
      label: 'Median [quartiles]',
      value: withInterval(row.median, row.q25, row.q75, decimals),
      title: OVER_ALL,
    },
    { label: 'Lowest, highest', value: `${fixed(row.min)}, ${fixed(row.max)}`, title: OVER_ALL },
    { label: 'Standard deviation', value: fixed(row.sd), title: OVER_ALL },
  ];
}

const OVER_ALL = 'Over all pairs';

/** The mean that stands beside those of the control and the difference: of the same pairs as they. */
function meanLine(row: AggregateRow, unit: string): StatisticLine {
  const decimals = decimalsOf(row);
  const { compared, control_mean: control, difference } = row;
  if (compared !== null && compared < row.n && control !== null && difference !== null)
    return {
      label: `Set, of the ${compared} compared`,
      value: formatFixed(control + difference, decimals),
      title: `Mean of the pairs that are compared${unit === '' ? '' : `, ${unit}`}`,
    };
  return {
    label: unit === '' ? 'Set' : `Set, ${unit}`,
    value: meanWithInterval(row.mean, row.ci_low, row.ci_high, decimals),
    title: 'Mean and its 95 % interval, over all pairs',
  };
}

/** The comparison with neutral changes or a control set, or with 0; empty where neither was made. */
export function comparisonLines(
  row: AggregateRow,
  metric: MetricName,
  { heads, topSize }: { readonly heads: number; readonly topSize: number },
): StatisticLine[] {
  if (row.comparison === 'none') return zeroLines(row, heads);
  const { unit, change } = METRICS[metric];
  const decimals = decimalsOf(row);
  const control = controlWords(row.comparison);
  const times = timesControl(row, { change });
  const suffix = unit === '' ? '' : `, ${unit}`;
  return [
    {
      label: `${capitalised(control)}${suffix}`,
      value: formatFixed(row.control_mean, decimals),
      title: 'Mean, weighted to the mix of the set',
    },
    {
      label: `Difference${suffix}`,
      value: differenceText(row, decimals),
      title: capitalised(differenceTitle(row)),
    },
    ...(times === null
      ? []
      : [{ label: `Relative to ${control}`, value: `${formatFixed(times, times < 10 ? 2 : 1)} times` }]),
    {
      label: 'Cliff’s delta',
      value: withInterval(row.cliffs_delta, row.cliffs_delta_ci_low, row.cliffs_delta_ci_high, 2),
      title: 'From −1 to 1, with its 95 % interval',
    },
    ...(row.share_up === null || row.share_down === null
      ? []
      : [
          {
            label: 'Pairs above, below',
            value: `${percent(row.share_up)}, ${percent(row.share_down)}`,
            title: `Of the pairs, those above and below their ${control}`,
          },
        ]),
    {
      label: `p, ${testWords(row)}`,
      value: formatValue(row.p),
      ...(row.least_p !== null && { title: `least possible ${formatValue(row.least_p)}` }),
    },
    ...(row.least_p === null ? [] : [{ label: 'Least possible p', value: formatValue(row.least_p) }]),
    {
      label: `q, over ${heads} heads`,
      value: formatQ(row.q, row.q_at_most),
      title: 'Benjamini-Hochberg',
    },
    ...equivalenceLines(row, heads, unit),
    ...(row.top_share === null
      ? []
      : [
          {
            label: `Stays in the top ${topSize}`,
            value: percent(row.top_share),
            title: `So many of 1,000 resamples have it among the ${topSize} heads that change most`,
          },
        ]),
    ...(row.influence === null
      ? []
      : [
          {
            label: 'Share of one pair',
            value: percent(row.influence),
            title: 'In the spread: the largest part that one pair has of the sum of squares',
          },
        ]),
  ];
}

function zeroLines(row: AggregateRow, heads: number): StatisticLine[] {
  if (row.p_zero === null) return [];
  return [
    { label: 'p against 0', value: formatValue(row.p_zero), title: 'Sign flips' },
    { label: `q against 0, ${heads} heads`, value: formatQ(row.q_zero, row.q_zero_at_most) },
  ];
}

function equivalenceLines(row: AggregateRow, heads: number, unit: string): StatisticLine[] {
  if (row.margin === null || row.margin === 0) return [];
  return [
    { label: 'Smallest effect', value: `±${formatValue(row.margin, unit)}` },
    {
      label: 'q, does not respond',
      value: formatQ(row.q_equivalent, row.q_equivalent_at_most),
      title: `Two one-sided tests within the smallest effect, over ${heads} heads`,
    },
  ];
}

/** What was compared with what, and how the interval was made. */
export function howMade(row: AggregateRow): string {
  const interval = `Interval: ${intervalWords(row)}.`;
  if (row.comparison === 'none') return interval;
  const units = row.compared_clusters === null ? 'pairs' : 'whole clusters';
  return `Compared: ${comparedPairs(row)}. ${interval} Test: ${testWords(row)} of ${units}.`;
}

function comparedPairs(row: AggregateRow): string {
  const side = (pairs: number | null, clusters: number | null): string =>
    clusters === null || clusters === pairs
      ? countOf(pairs ?? 0, 'pair')
      : `${countOf(pairs ?? 0, 'pair')} in ${countOf(clusters, 'cluster')}`;
  const set = side(row.compared, row.compared_clusters);
  return row.comparison === 'paired'
    ? `${set}, each with its neutral`
    : `${set}, with ${side(row.compared_control, row.compared_control_clusters)} of the control`;
}

/** What to be careful of, in sentences. */
export function marksInWords(row: AggregateRow): string[] {
  return marksOf(row).map(({ sign, words }) => `${sign} ${capitalised(words)}.`);
}

function decimalsOf(row: AggregateRow): number {
  return decimalsFor([row.mean, row.difference].filter((value) => value !== null && value !== 0));
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}
