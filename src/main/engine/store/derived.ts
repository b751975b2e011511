/** What the store derives from the metrics of a run, and forgets when they change. */
import { ANALYSES } from '../../../core/registries/analyses.ts';
import { dropAnalysesOfRun } from './drop-analyses.ts';
import type { WritableDatabase } from './handles.ts';
import { markMetricsChanged } from './metric-columns.ts';

const CACHED_KINDS = Object.values(ANALYSES)
  .filter(({ listed }) => !listed)
  .map(({ kind }) => kind);

/**
 * What was read of the metrics, and what screens ask for by themselves, such as statistics, are made anew when next asked for; an analysis
 * of the run that is not done goes, too, and one that is at work finds itself gone. What a person started and has, stays.
 * Call it inside `store.write`.
 */
export function forgetDerived(database: WritableDatabase, runId: number): void {
  dropAnalysesOfRun(database, runId, CACHED_KINDS);
  markMetricsChanged(database, runId);
}
