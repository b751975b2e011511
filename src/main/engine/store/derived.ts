/** What the store derives from the metrics of a run, and forgets when they change. */
import { dropAnalysesOfRun } from './analyses.ts';
import type { WritableDatabase } from './handles.ts';
import { dropMetricOrders } from './metric-orders.ts';

/**
 * Analyses (its statistics among them) and metric orders of a run are made anew when next asked for; an analysis that is
 * at work finds itself gone. Call it inside `store.write`.
 */
export function forgetDerived(database: WritableDatabase, runId: number): void {
  dropAnalysesOfRun(database, runId);
  dropMetricOrders(database, runId);
}
