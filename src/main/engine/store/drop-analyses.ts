/** Forgetting analyses for good: those of which nobody is to hear again. */
import { PairlensError } from '../../../shared/errors.ts';
import { IS_HALF_PLANNED } from './analyses.ts';
import type { Store } from './database.ts';
import { prepared, type WritableDatabase } from './handles.ts';

/**
 * Forgets analyses of a run whose metrics have changed, with what was computed: those of these kinds, and all that are not
 * done, whose parts would be of different numbers.
 */
export function dropAnalysesOfRun(database: WritableDatabase, runId: number, kinds: readonly string[]): void {
  const ids = prepared<{ id: number }>(
    database,
    `SELECT id FROM analysis
     WHERE run_id = ? AND (state <> 'done' OR kind IN (SELECT value FROM json_each(?)))`,
  ).all(runId, JSON.stringify(kinds));
  for (const { id } of ids) dropAnalysis(database, id);
}

/** Forgets analyses that a process was planning, or putting together of parts, when it ended. Call it when a store has just been opened for writing. */
export function dropHalfPlannedAnalyses(database: WritableDatabase): void {
  const ids = prepared<{ id: number }>(database, `SELECT id FROM analysis WHERE ${IS_HALF_PLANNED}`).all();
  for (const { id } of ids) dropAnalysis(database, id);
}

/** Forgets items of a plan, from a place on. Call it inside `store.write`. */
export function dropAnalysisItems(database: WritableDatabase, id: number, from: number): void {
  prepared(database, 'DELETE FROM analysis_item WHERE analysis_id = ? AND position >= ?').run(id, from);
}

/**
 * Forgets an analysis that nobody sees, however large, some of it at a time: a step each. Where nothing can be written, it stays out
 * of sight until the store is next opened.
 */
export function* dropAnalysisPieces(store: Store, id: number): Generator<void, void, void> {
  const { total } = prepared<{ total: number }>(
    store.database,
    'SELECT count(*) AS total FROM analysis_item WHERE analysis_id = ?',
  ).get(id) ?? { total: 0 };
  try {
    for (let from = total; from > 0; from -= ITEMS_DROPPED_AT_ONCE) {
      store.write((database) => {
        const first = Math.max(0, from - ITEMS_DROPPED_AT_ONCE);
        prepared(database, 'DELETE FROM analysis_part WHERE analysis_id = ? AND position >= ?').run(
          id,
          first,
        );
        dropAnalysisItems(database, id, first);
      });
      yield;
    }
    store.write((database) => dropAnalysis(database, id));
  } catch (error) {
    if (!(error instanceof PairlensError)) throw error;
  }
}

const ITEMS_DROPPED_AT_ONCE = 500;

/** Forgets an analysis for good. */
export function dropAnalysis(database: WritableDatabase, id: number): void {
  for (const table of ['analysis_result', 'analysis_part', 'analysis_item'])
    prepared(database, `DELETE FROM ${table} WHERE analysis_id = ?`).run(id);
  prepared(database, 'DELETE FROM analysis WHERE id = ?').run(id);
}
