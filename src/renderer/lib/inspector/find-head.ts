import type { MetricName } from '../../../core/metrics/catalogue.ts';
import type { AggregateRow } from '../../../shared/entities.ts';

interface HeadOfMetric {
  readonly metric: MetricName;
  readonly layer: number;
  readonly head: number;
}

/** The statistics of one metric at one head. */
export function findHead(
  rows: readonly AggregateRow[] | undefined,
  { metric, layer, head }: HeadOfMetric,
): AggregateRow | undefined {
  return rows?.find((row) => row.layer === layer && row.head === head && row.metric === metric);
}
