/** Rows of statistics, as tests make them. */
import { unknownStatistics } from '../../statistics/column-statistics.ts';
import type { StatisticsRow } from './rows.ts';

/** A head of which nothing is known but what is given. */
export function exampleRow(layer: number, head: number, known: Partial<StatisticsRow> = {}): StatisticsRow {
  return {
    ...unknownStatistics(),
    metric: 'attention_js_divergence',
    layer,
    head,
    comparison: 'none',
    label_icc: null,
    label_icc_p: null,
    label_width_factor: null,
    ...known,
  };
}
