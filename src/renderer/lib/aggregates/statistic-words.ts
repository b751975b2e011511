/** Statistics in words for the screen: what a column, a row or a choice is called. */
import type { AggregateRow, GridStatistic } from '../../../shared/entities.ts';
import { formatValue } from '../../../core/figures/figure.ts';
import { formatCell, withInterval } from '../format/metric-value.ts';

export interface StatisticLine {
  readonly label: string;
  readonly value: string;
}

/** Statistics of the set's own values, without any comparison. */
export function summaryLines(row: AggregateRow): StatisticLine[] {
  return [
    { label: 'Pairs', value: row.undefined === 0 ? `${row.n}` : `${row.n}, undefined for ${row.undefined}` },
    { label: 'Mean [95 %]', value: withInterval(row.mean, row.ci_low, row.ci_high) },
    { label: 'Standard deviation', value: formatCell(row.sd) },
    { label: 'Median', value: formatCell(row.median) },
    { label: 'Quartiles', value: `${formatCell(row.q25)}, ${formatCell(row.q75)}` },
    { label: 'Extremes', value: `${formatCell(row.min)}, ${formatCell(row.max)}` },
  ];
}

/** Results of the comparison with the control set, or with 0; empty where neither was made. */
export function testLines(row: AggregateRow): StatisticLine[] {
  const control =
    row.control_mean === null
      ? []
      : [
          { label: 'Control mean', value: formatCell(row.control_mean) },
          {
            label: 'Difference [95 %]',
            value: withInterval(row.difference, row.difference_ci_low, row.difference_ci_high),
          },
          { label: 'Cliff’s delta', value: formatCell(row.cliffs_delta) },
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

/** Of the statistics that the grid can show, those that at least one head has. */
export function availableStatistics(
  statistics: readonly GridStatistic[],
  known: { readonly hasControl: boolean; readonly isSigned: boolean },
): GridStatistic[] {
  return statistics.filter((statistic) => {
    if (NEEDS_CONTROL.includes(statistic)) return known.hasControl;
    return (statistic !== 'p_zero' && statistic !== 'q_zero') || known.isSigned;
  });
}
