/** Pairs of a run by what the store knows of them beside their rows. */
import type { ResultFilter } from '../../../shared/entities.ts';
import type { ReadableDatabase } from '../store/handles.ts';
import { markedPairs } from '../store/marks.ts';
import { pairsWithNote } from '../store/pair-notes.ts';

/** What of a filter is looked up so. */
export type NamedBy = 'pinned' | 'marked' | 'known';

export interface NamedPairs {
  /**
   * Those that a person has marked, ascending, which is all that can change while the rows are the same; null: they are not asked
   * for.
   */
  readonly marks: readonly number[] | null;
  /** Ascending; null where the filter says nothing of the kind. Read when it is asked for: a run may note each of its pairs. */
  readonly ids: () => readonly number[] | null;
}

export function namedPairs(
  database: ReadableDatabase,
  run: { readonly id: number; readonly projectId: number },
  { role, pinned, marked, known }: ResultFilter,
): NamedPairs {
  const marks =
    pinned === true || marked === true
      ? markedPairs(database, run.projectId)
          .filter((mark) => pinned !== true || mark.pinned === 1)
          .map(({ id }) => id)
      : null;
  return {
    marks,
    ids() {
      if (known === undefined) return marks;
      const noted = pairsWithNote(database, run.id, { role, note: known });
      if (marks === null) return noted;
      const others = new Set(noted);
      return marks.filter((id) => others.has(id));
    },
  };
}
