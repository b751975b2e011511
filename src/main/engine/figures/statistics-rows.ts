/** The statistics that a figure of a run is drawn from. */
import { type ComparisonChange, comparisonOf } from '../../../core/analyses/statistics/comparison-choice.ts';
import type { MetricName } from '../../../core/metrics/catalogue.ts';
import type { AggregateRow } from '../../../shared/entities.ts';
import type { FigureServices } from './figure-kind.ts';

/** Of its metric, every head, compared as it says. */
export function statisticsRows(
  { aggregates }: Pick<FigureServices, 'aggregates'>,
  spec: ComparisonChange & { readonly runId: number; readonly group: string; readonly metric: MetricName },
): Promise<AggregateRow[]> {
  const { runId, group, metric } = spec;
  return aggregates.rows({ runId, group, metrics: [metric], choice: comparisonOf(spec) });
}
