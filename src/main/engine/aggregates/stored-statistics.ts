/** Statistics of a run that have been computed: nothing is computed for those who only look. */
import { comparisonChoice } from '../../../core/analyses/statistics/comparison-choice.ts';
import { statistics } from '../../../core/analyses/statistics/definition.ts';
import { type StatisticsRow, statisticsRows } from '../../../core/analyses/statistics/rows.ts';
import type { MetricName } from '../../../core/metrics/catalogue.ts';
import type { Run } from '../../../shared/entities.ts';
import { analysesOfRun } from '../store/analyses.ts';
import { readResult } from '../store/analysis-results.ts';
import type { ReadableDatabase } from '../store/handles.ts';

/** Every head, by the comparison that the run was planned with; null where that has not been computed, or by other rules than those of now. */
export function storedStatistics(
  database: ReadableDatabase,
  run: Pick<Run, 'id' | 'provenance'>,
  metric: MetricName,
): StatisticsRow[] | null {
  const planned = JSON.stringify(run.provenance.comparison);
  const stored = analysesOfRun(database, run.id, statistics.kind).find(({ state, version, options }) => {
    const { group, metrics, ...choice } = statistics.options.parse(options);
    return (
      state === 'done' &&
      version === statistics.version &&
      group === '' &&
      (metrics.length === 0 || metrics.includes(metric)) &&
      JSON.stringify(comparisonChoice.parse(choice)) === planned
    );
  });
  return stored === undefined ? null : statisticsRows(readResult(database, stored.id), [metric]);
}
