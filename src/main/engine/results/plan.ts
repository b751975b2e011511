/**
 * Which way to answer a query over many rows is the cheapest: walking the order of the sorted metric until a page is
 * full, going through the rows that pass one threshold by the order of its metric, or reading the run from end to end.
 * What each looks at is foreseen from a sample; what a row costs was measured (docs/decisions/0004-results-queries.md).
 */
import { METRIC_NAMES, type MetricName } from '../../../core/metrics/catalogue.ts';
import type { ResultFilter, ResultSort } from '../../../shared/entities.ts';
import { type RowSample, shareOf, walkLength } from './sample.ts';

/** `metric`: by the order of this metric; null: over head_metric itself. */
export interface Plan {
  readonly metric: MetricName | null;
}

const SCAN: Plan = { metric: null };

/** For fewer rows than this an order is not worth making: reading all of them takes 2 ms. */
const FEW_ROWS = 20_000;

// Microseconds a row.
const WALK = 0.065;
const GATHER_AND_SORT = 0.11;
const SCAN_AND_SORT = 0.12;
const COUNT_IN_ORDER = 0.15;
const COUNT_BY_SCAN = 0.1;

export function isMetric(sortKey: ResultSort['by']): sortKey is MetricName {
  return METRIC_NAMES.some((name) => name === sortKey);
}

export function planPage(
  sample: RowSample,
  filter: ResultFilter,
  sort: ResultSort,
  rowsWanted: number,
): Plan {
  if (sample.rows <= FEW_ROWS || filter.pairId !== undefined) return SCAN;
  const { by } = sort;
  const scan = { plan: SCAN, cost: sample.rows * (by === 'pair' ? COUNT_BY_SCAN : SCAN_AND_SORT) };
  const gather = filter.thresholds.map((threshold) => ({
    plan: { metric: threshold.metric },
    cost: sample.rows * shareOf(sample, threshold) * GATHER_AND_SORT,
  }));
  const walk = isMetric(by)
    ? [{ plan: { metric: by }, cost: walkLength(sample, filter, { ...sort, by }, rowsWanted) * WALK }]
    : [];
  return cheapest([...walk, ...gather, scan]);
}

export function planCount(sample: RowSample, filter: ResultFilter): Plan {
  if (sample.rows <= FEW_ROWS || filter.pairId !== undefined) return SCAN;
  const gather = filter.thresholds.map((threshold) => ({
    plan: { metric: threshold.metric },
    cost: sample.rows * shareOf(sample, threshold) * COUNT_IN_ORDER,
  }));
  return cheapest([{ plan: SCAN, cost: sample.rows * COUNT_BY_SCAN }, ...gather]);
}

function cheapest(options: readonly { plan: Plan; cost: number }[]): Plan {
  return options.reduce((best, option) => (option.cost < best.cost ? option : best)).plan;
}
