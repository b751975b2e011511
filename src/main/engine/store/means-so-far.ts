/** Means of a metric at every head over the pairs of a run that are stored, while others are still to come. */
import type { Baseline, MeansSoFar } from '../../../core/analyses/statistics/so-far-map.ts';
import type { MetricName } from '../../../core/metrics/catalogue.ts';
import type { Role } from '../../../shared/entities.ts';
import { prepared, type ReadableDatabase } from './handles.ts';
import { countRole } from './item-counts.ts';
import { getRun } from './runs.ts';

/** The set over the baseline that the run has: the neutrals of its pairs, else its control set. */
export function readMeansSoFar(database: ReadableDatabase, runId: number, metric: MetricName): MeansSoFar {
  const { model, neutrals, controlSet } = getRun(database, runId);
  const baseline: Baseline = neutrals.total > 0 ? 'neutral' : controlSet === null ? 'none' : 'control';
  const grid = (of: (layer: number, head: number) => number | null) =>
    Array.from({ length: model.layers }, (_, layer) =>
      Array.from({ length: model.heads }, (__, head) => of(layer, head)),
    );
  const meansOf = (role: Role) => {
    const rows = prepared<{ layer: number; head: number; mean: number | null }>(
      database,
      `SELECT layer, head, avg(${metric}) AS mean FROM head_metric WHERE run_id = ? AND role = ? GROUP BY layer, head`,
    ).all(runId, role);
    const means = new Map(rows.map(({ layer, head, mean }) => [layer * model.heads + head, mean]));
    return grid((layer, head) => means.get(layer * model.heads + head) ?? null);
  };
  return {
    baseline,
    pairs: countRole(database, runId, 'set').done,
    compared: baseline === 'none' ? 0 : countRole(database, runId, baseline).done,
    mean: meansOf('set'),
    against: baseline === 'none' ? grid(() => null) : meansOf(baseline),
  };
}
