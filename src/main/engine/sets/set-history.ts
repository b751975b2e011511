/** What was done to a set, version by version, and which runs were made of which. */
import type { SetHistory } from '../../../shared/set-pairs.ts';
import { prepared, type ReadableDatabase } from '../store/handles.ts';
import { SENTENCE_SETS } from '../store/sentence-sets.ts';
import { listChanges } from '../store/set-changes.ts';

/** @param hash of the set as it is now */
export function historyOf(database: ReadableDatabase, setId: number, hash: string): SetHistory {
  const { createdAt } = SENTENCE_SETS.get(database, setId);
  const changes = listChanges(database, setId);
  const done = changes.filter(({ undoneAt }) => undoneAt === null);
  const runs = runsByHash(database, setId);
  const runsOf = (of: string | null): number[] => (of === null ? [] : (runs.get(of) ?? []));
  const oldest = changes.at(-1);
  const first = oldest === undefined ? hash : oldest.hashBefore;
  return {
    version: done.length + 1,
    changes: changes.map((change, index) => {
      // The version of an undone change is the one that it would have.
      const version = changes.length - index + 1;
      // What a change began with is what the one before it came to.
      const own = change.hashAfter ?? changes[index - 1]?.hashBefore ?? null;
      const now = change.id === done[0]?.id ? hash : own;
      return {
        changeId: change.id,
        version,
        what: change.what,
        added: change.added,
        changed: change.changed,
        removed: change.removed,
        hash: now,
        createdAt: change.createdAt,
        isUndone: change.undoneAt !== null,
        runs: change.undoneAt === null ? runsOf(now) : [],
      };
    }),
    first: { hash: first, createdAt, runs: runsOf(first) },
  };
}

/** Runs of the set, by the hash of its pairs that they recorded. */
function runsByHash(database: ReadableDatabase, setId: number): Map<string, number[]> {
  const rows = prepared<{ id: number; hash: string }>(
    database,
    'SELECT id, set_hash AS hash FROM run WHERE set_id = ? AND removed_at IS NULL ORDER BY id',
  ).all(setId);
  const runs = new Map<string, number[]>();
  for (const { id, hash } of rows) runs.set(hash, [...(runs.get(hash) ?? []), id]);
  return runs;
}
