/** Sets whose import was cut off: nobody has seen them, and nothing refers to them. */
import type { WritableStore } from './database.ts';
import { prepared } from './handles.ts';

/** Tables of sets, with those of what is in them. */
const TABLES = [
  ['sentence_set', 'pair'],
  ['text_set', 'text'],
] as const;

/**
 * Removes them with their pairs and texts, which may be a million. But for corrections of pairs, no row refers to those of a set that nobody has seen, so
 * that need not be looked up for each of them.
 * @throws PairlensError as `store.write`
 */
export function removeUnfinishedSets(store: WritableStore): void {
  const { database } = store;
  const unfinished = TABLES.filter(
    ([sets]) => prepared(database, `SELECT 1 FROM ${sets} WHERE ready = 0 LIMIT 1`).get() !== undefined,
  );
  if (unfinished.length === 0) return;
  // SQLite takes this setting outside a transaction only.
  database.pragma('foreign_keys = OFF');
  try {
    store.write((writable) => {
      for (const [sets, rows] of unfinished) {
        if (sets === 'sentence_set')
          prepared(
            writable,
            `DELETE FROM alignment_correction WHERE pair_id IN (
               SELECT pair.id FROM pair JOIN sentence_set ON sentence_set.id = pair.set_id WHERE sentence_set.ready = 0)`,
          ).run();
        prepared(
          writable,
          `DELETE FROM ${rows} WHERE set_id IN (SELECT id FROM ${sets} WHERE ready = 0)`,
        ).run();
        prepared(writable, `DELETE FROM ${sets} WHERE ready = 0`).run();
      }
    });
  } finally {
    database.pragma('foreign_keys = ON');
  }
}
