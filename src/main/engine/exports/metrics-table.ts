/** The table of every head on every pair: metrics.csv, and the same in other formats. */
import { pairNumber } from '../../../core/figures/figure.ts';
import type { MetricName } from '../../../core/metrics/catalogue.ts';
import type { ResultRow } from '../../../shared/entities.ts';
import type { TableColumn, TableRow } from '../tables/table.ts';

const PLACE_COLUMNS: readonly TableColumn[] = [
  { name: 'pair', type: 'integer' },
  { name: 'label', type: 'text' },
  { name: 'original', type: 'text' },
  { name: 'counterfactual', type: 'text' },
  { name: 'layer', type: 'integer' },
  { name: 'head', type: 'integer' },
];

/** @param metrics those that the run measured, a column each */
export function metricsColumns(metrics: readonly MetricName[]): TableColumn[] {
  return [...PLACE_COLUMNS, ...metrics.map((name): TableColumn => ({ name, type: 'number' }))];
}

/**
 * A row of the table. `pair` is the number that the screen shows, the place in the set's order counted from 1; layers and
 * heads count from 0. A metric is null where it is undefined.
 */
export function metricsRow(row: ResultRow, metrics: readonly MetricName[]): TableRow {
  return [
    pairNumber(row.position),
    row.label,
    row.original,
    row.counterfactual,
    row.layer,
    row.head,
    ...metrics.map((name) => row.metrics[name]),
  ];
}
