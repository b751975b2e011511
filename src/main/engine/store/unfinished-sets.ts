/** Sets whose import was cut off: nobody has seen them, and nothing refers to them. */
import type { WritableStore } from './database.ts';
import { prepared } from './handles.ts';

/**
 * Removes them with their pairs, which may be a million. No row refers to the pairs of a set that nobody has seen, so that
 * need not be looked up for each of them.
 * @throws PairlensError as `store.write`
 */
export function removeUnfinishedSets(store: WritableStore): void {
  const { database } = store;
  const unfinished = prepared(database, 'SELECT 1 FROM sentence_set WHERE ready = 0 LIMIT 1').get();
  if (unfinished === undefined) return;
  // SQLite takes this setting outside a transaction only.
  database.pragma('foreign_keys = OFF');
  try {
    store.write((writable) => {
      prepared(
        writable,
        'DELETE FROM pair WHERE set_id IN (SELECT id FROM sentence_set WHERE ready = 0)',
      ).run();
      prepared(writable, 'DELETE FROM sentence_set WHERE ready = 0').run();
    });
  } finally {
    database.pragma('foreign_keys = ON');
  }
}
