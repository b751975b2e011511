/**
 * Runs whose import or plan was cut off: nobody has seen them. Sets that were imported with them are not ready, and go with
 * `removeUnfinishedSets`.
 */
import type { Store, WritableStore } from './database.ts';
import { prepared } from './handles.ts';
import { UNSEEN } from './rows.ts';
import { forgetRunFolder } from './run-folders.ts';
import { itemsAfter } from './run-items.ts';

/** Comparisons that are removed together. */
const TOGETHER = 20;

/**
 * Removes a run with what was measured, as far as it was stored; one that people see stays.
 * @throws PairlensError as `store.write`
 */
export function* removeUnseenRun(store: Store, runId: number): Generator<void, void, void> {
  const { database } = store;
  const isUnseen = prepared(database, 'SELECT 1 FROM run WHERE id = ? AND removed_at = ?').get(runId, UNSEEN);
  if (isUnseen === undefined) return;
  for (;;) {
    const items = itemsAfter(database, runId, null, TOGETHER);
    if (items.length === 0) break;
    store.write((writable) => {
      for (const { role, pairId, position } of items) {
        prepared(writable, 'DELETE FROM tensor WHERE run_id = ? AND pair_id = ?').run(runId, pairId);
        for (const table of ['head_metric', 'run_item_note', 'run_item'])
          prepared(writable, `DELETE FROM ${table} WHERE run_id = ? AND role = ? AND position = ?`).run(
            runId,
            role,
            position,
          );
      }
    });
    yield;
  }
  store.write((writable) => {
    // Of comparisons that the run does not have, and what was laid out.
    for (const table of ['tensor', 'run_item_note', 'metric_column'])
      prepared(writable, `DELETE FROM ${table} WHERE run_id = ?`).run(runId);
    forgetRunFolder(writable, runId);
    prepared(writable, 'DELETE FROM run WHERE id = ?').run(runId);
  });
}

/** Those that a process left behind when it was killed. @throws PairlensError as `store.write` */
export function removeUnseenRuns(store: WritableStore): void {
  const left = prepared<{ id: number }>(store.database, 'SELECT id FROM run WHERE removed_at = ?').all(
    UNSEEN,
  );
  for (const { id } of left)
    for (const removing = removeUnseenRun(store, id); removing.next().done !== true;);
}
