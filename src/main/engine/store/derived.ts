/** What the store derives from the metrics of a run, and forgets when they change. */
import { dropAggregates } from './aggregates.ts';
import type { WritableDatabase } from './handles.ts';
import { dropMetricOrders } from './metric-orders.ts';

/** Statistics and metric orders of a run are made anew when next asked for. Call it inside `store.write`. */
export function forgetDerived(database: WritableDatabase, runId: number): void {
  dropAggregates(database, runId);
  dropMetricOrders(database, runId);
}
