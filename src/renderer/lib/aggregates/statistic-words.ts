/** Statistics in words for the screen: what a column, a row or a choice is called. */
import type { AggregateRow, GridStatistic } from '../../../shared/entities.ts';
import { formatValue } from '../../../core/figures/figure.ts';

export interface StatisticLine {
  readonly label: string;
  readonly value: string;
}

/** 'a [b, c]': a number with its interval; without one where the interval is undefined. */
export function withInterval(
  value: number | null,
  low: number | null,
  high: number | null,
  unit = '',
): string {
  const number = formatValue(value, value === null ? '' : unit);
  return low === null || high === null ? number : `${number} [${formatValue(low)}, ${formatValue(high)}]`;
}

/** What describes the values of the set themselves. */
export function summaryLines(row: AggregateRow, unit: string): StatisticLine[] {
  return [
    { label: 'Pairs', value: row.undefined === 0 ? `${row.n}` : `${row.n}, undefined for ${row.undefined}` },
    { label: 'Mean [95 %]', value: withInterval(row.mean, row.ci_low, row.ci_high, unit) },
    { label: 'Standard deviation', value: formatValue(row.sd) },
    { label: 'Median', value: formatValue(row.median) },
    { label: 'Quartiles', value: `${formatValue(row.q25)}, ${formatValue(row.q75)}` },
    { label: 'Extremes', value: `${formatValue(row.min)}, ${formatValue(row.max)}` },
  ];
}

/** What the comparison with the control set, or with 0, says; empty where neither was made. */
export function testLines(row: AggregateRow, unit: string): StatisticLine[] {
  const control =
    row.control_mean === null
      ? []
      : [
          { label: 'Control mean', value: formatValue(row.control_mean, unit) },
          {
            label: 'Difference [95 %]',
            value: withInterval(row.difference, row.difference_ci_low, row.difference_ci_high),
          },
          { label: 'Cliff’s delta', value: formatValue(row.cliffs_delta) },
          { label: 'p, permutation', value: formatValue(row.p) },
          { label: 'q, over all heads', value: formatValue(row.q) },
        ];
  const zero =
    row.p_zero === null
      ? []
      : [
          { label: 'p against 0', value: formatValue(row.p_zero) },
          { label: 'q against 0', value: formatValue(row.q_zero) },
        ];
  return [...control, ...zero];
}

const NEEDS_CONTROL: readonly GridStatistic[] = [
  'control_mean',
  'difference',
  'difference_ci_low',
  'difference_ci_high',
  'cliffs_delta',
  'p',
  'q',
];

/** The statistics that some head has, of those that the grid can show. */
export function availableStatistics(
  statistics: readonly GridStatistic[],
  known: { readonly hasControl: boolean; readonly isSigned: boolean },
): GridStatistic[] {
  return statistics.filter((statistic) => {
    if (NEEDS_CONTROL.includes(statistic)) return known.hasControl;
    return (statistic !== 'p_zero' && statistic !== 'q_zero') || known.isSigned;
  });
}
