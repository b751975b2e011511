/** Pairs of a run by what the store knows of them beside their rows. */
import type { ResultFilter } from '../../../shared/entities.ts';
import type { ReadableDatabase } from '../store/handles.ts';
import { markedPairs } from '../store/marks.ts';
import { pairsWithNote } from '../store/pair-notes.ts';

/** What of a filter is looked up so. */
export type NamedBy = 'pinned' | 'marked' | 'known';

/** Ascending; null where the filter says nothing of the kind. */
export function namedPairs(
  database: ReadableDatabase,
  run: { readonly id: number; readonly projectId: number },
  { role, pinned, marked, known }: ResultFilter,
): number[] | null {
  const lists: number[][] = [];
  if (pinned === true || marked === true)
    lists.push(
      markedPairs(database, run.projectId)
        .filter((mark) => pinned !== true || mark.pinned === 1)
        .map(({ id }) => id),
    );
  if (known !== undefined) lists.push(pairsWithNote(database, run.id, { role, note: known }));
  const [first, second] = lists;
  if (first === undefined || second === undefined) return first ?? null;
  const others = new Set(second);
  return first.filter((id) => others.has(id));
}
