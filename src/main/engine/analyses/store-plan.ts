/** Writes an analysis with its items, of any number: some at a time, so that others have their turn in between. */
import {
  createAnalysis,
  type PlannedAnalysis,
  planAnalysisItems,
  removeAnalysis,
  restoreAnalysis,
} from '../store/analyses.ts';
import { dropAnalysisPieces } from '../store/drop-analyses.ts';
import type { Store } from '../store/database.ts';
import type { WritableDatabase } from '../store/handles.ts';
import { inTurns, Turn } from '../threads/turns.ts';

/** So many take some milliseconds. */
const ITEMS_AT_ONCE = 5000;

/**
 * @param about all but its items' sources; asked for inside of the transaction
 * @param sources for each item of the plan the id of the pair or the text that it is made of, or null
 * @returns its id
 * @throws the signal's reason, and errors of the store: what was written before is gone then, or goes when the store is next opened
 */
export async function storePlan(
  store: Store,
  about: (database: WritableDatabase) => Omit<PlannedAnalysis, 'total'>,
  sources: readonly (number | null)[],
  signal?: AbortSignal,
): Promise<number> {
  const total = sources.length;
  const fits = total <= ITEMS_AT_ONCE;
  const id = store.write((database) => {
    const created = createAnalysis(database, { ...about(database), total });
    planAnalysisItems(database, created, 0, sources.slice(0, ITEMS_AT_ONCE));
    // Nobody sees it until its plan is whole.
    if (!fits) removeAnalysis(database, created);
    return created;
  });
  if (fits) return id;
  const turn = new Turn();
  let planned = ITEMS_AT_ONCE;
  try {
    for (; planned < total; planned += ITEMS_AT_ONCE) {
      await turn.give();
      signal?.throwIfAborted();
      store.write((database) =>
        planAnalysisItems(database, id, planned, sources.slice(planned, planned + ITEMS_AT_ONCE)),
      );
    }
    store.write((database) => restoreAnalysis(database, id));
  } catch (error) {
    await inTurns(dropAnalysisPieces(store, id));
    throw error;
  }
  return id;
}
