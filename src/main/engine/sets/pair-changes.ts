/**
 * What is done to the pairs of a set: written a few pairs at a time, each time with the record of it, so that whatever was
 * done can be taken back, also where the rest of it was cut off.
 */
import type { Pair } from '../../../shared/entities.ts';
import { PairlensError } from '../../../shared/errors.ts';
import type { SetChangeResult } from '../../../shared/set-pairs.ts';
import type { Store } from '../store/database.ts';
import type { ReadableDatabase, WritableDatabase } from '../store/handles.ts';
import {
  addPairs,
  type NewPair,
  pairsInUse,
  pairsWithIds,
  restorePairs,
  swapPair,
  takePair,
} from '../store/pairs.ts';
import { SENTENCE_SETS } from '../store/sentence-sets.ts';
import {
  beginChange,
  type ChangedRows,
  markUndone,
  moveRows,
  noteRows,
  requireNext,
  rowsOfChange,
} from '../store/set-changes.ts';
import { forgetSummary } from '../store/set-table.ts';
import { Turn } from '../threads/turns.ts';

/** A row in the place of another; `id` null: a row at the end; `pair` null: none any more. */
export interface Swap {
  readonly id: number | null;
  readonly pair: NewPair | null;
}

/** What is to be done, and what the history calls it. */
export interface SwapsMade {
  readonly what: string;
  readonly swaps: readonly Swap[];
}

/** What was not done, and why. */
export class LeftOut {
  #count = 0;
  readonly #first: { row: number; why: string }[] = [];

  /** @param row of what is added, from 1, or the number of the pair in its set; null where it is only counted */
  add(row: number | null, why: string): void {
    this.#count++;
    if (row !== null && this.#first.length < MOST_TOLD) this.#first.push({ row, why });
  }

  get list(): SetChangeResult['leftOut'] {
    return { count: this.#count, first: this.#first };
  }
}

const MOST_TOLD = 20;
/** Pairs that are written in one transaction. */
const AT_ONCE = 100;
const NOTHING: ChangedRows = { put: [], taken: [], added: 0, changed: 0, removed: 0 };
const CHANGED_SINCE = 'it has been changed or removed since';

export class PairChanges {
  readonly #store: Store;
  /** Changes wait for each other: one is undone before the next. */
  #last: Promise<unknown> = Promise.resolve();
  /** The set of which a change is taken back or done again now. */
  #moving: number | null = null;

  constructor(store: Store) {
    this.#store = store;
  }

  /**
   * @param make called when the changes before it are done: it sees the set as they leave it
   * @throws PairlensError NOT_FOUND where the only pair has been changed or removed meanwhile; of many it is left out
   */
  apply(setId: number, make: () => Promise<SwapsMade>, leftOut: LeftOut): Promise<SetChangeResult> {
    return this.#inTurn(async () => {
      const { what, swaps } = await make();
      const turn = new Turn();
      const taken: number[] = [];
      const put: number[] = [];
      const all = { added: 0, changed: 0, removed: 0 };
      let changeId: number | null = null;
      for (let from = 0; from < swaps.length; from += AT_ONCE) {
        const done = this.#store.write((database) => {
          const batch = swaps.slice(from, from + AT_ONCE);
          const some = swaps.length === 1 ? batch : stillInUse(database, setId, batch, leftOut);
          if (some.length === 0) return NOTHING;
          changeId ??= this.#begin(database, setId, what);
          return writeSwaps(database, { setId, changeId }, some);
        });
        all.added += done.added;
        all.changed += done.changed;
        all.removed += done.removed;
        taken.push(...done.taken);
        put.push(...done.put);
        if (turn.isOver) await turn.give();
      }
      return { changeId, what, ...all, leftOut: leftOut.list, taken, put };
    });
  }

  /** The same of few pairs, at once. @throws PairlensError CONFLICT while a change of the set is taken back or done again */
  applyNow(setId: number, what: string, swaps: readonly Swap[]): readonly number[] {
    this.#expectStill(setId);
    return this.#store.write((database) => {
      const changeId = this.#begin(database, setId, what);
      return writeSwaps(database, { setId, changeId }, swaps).put;
    });
  }

  /** Pairs that had been removed are back, as a change of its own. @throws PairlensError CONFLICT, NOT_FOUND */
  restoreNow(pairs: readonly Pair[]): void {
    this.#store.write((database) => {
      const bySet = Map.groupBy(pairs, ({ setId }) => setId);
      for (const [setId, all] of bySet) {
        this.#expectStill(setId);
        const there = pairsInUse(
          database,
          setId,
          all.map(({ id }) => id),
        );
        const some = all.filter(({ id }) => !there.has(id));
        if (some.length === 0) continue;
        const changeId = this.#begin(database, setId, `brought ${countOfPairs(some.length)} back`);
        const put = some.map(({ id }) => id);
        restorePairs(database, put);
        noteRows(database, changeId, { put, taken: [], added: put.length, changed: 0, removed: 0 });
      }
    });
  }

  /** Takes a change back. @throws PairlensError CONFLICT where another has to be taken back first, NOT_FOUND */
  undo(changeId: number): Promise<void> {
    return this.#move(changeId, true);
  }

  /** @throws PairlensError CONFLICT where another has to be done again first, NOT_FOUND */
  redo(changeId: number): Promise<void> {
    return this.#move(changeId, false);
  }

  #move(changeId: number, back: boolean): Promise<void> {
    return this.#inTurn(async () => {
      const { setId } = requireNext(this.#store.database, changeId, back);
      this.#moving = setId;
      try {
        await this.#moveAll(setId, changeId, back);
      } finally {
        this.#moving = null;
      }
    });
  }

  async #moveAll(setId: number, changeId: number, back: boolean): Promise<void> {
    const rows = rowsOfChange(this.#store.database, changeId, back);
    const turn = new Turn();
    for (let from = 0; from < rows.length; from += 2 * AT_ONCE) {
      this.#store.write((database) => {
        // Done from its first rows on: where the rest is cut off, it is undone like any other, and nothing is lost.
        if (!back) markUndone(database, changeId, false);
        moveRows(database, rows.slice(from, from + 2 * AT_ONCE), back);
        forgetSummary(database, 'sentence_set', setId);
      });
      if (turn.isOver) await turn.give();
    }
    this.#store.write((database) => markUndone(database, changeId, back));
  }

  /** The history would have a change in the middle of another. */
  #expectStill(setId: number): void {
    if (setId !== this.#moving) return;
    throw new PairlensError(
      'CONFLICT',
      'a change of the set is being taken back or done again: try again when that has ended',
      { setId },
    );
  }

  #begin(database: WritableDatabase, setId: number, what: string): number {
    SENTENCE_SETS.require(database, setId);
    const { summary } = SENTENCE_SETS.storedSummary(database, setId);
    return beginChange(database, { setId, what, hashBefore: summary?.contentHash ?? null });
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const done = this.#last.then(work);
    // Whoever asked is told of a failure; the next change does not wait for it to be mended.
    this.#last = done.then(
      () => undefined,
      () => undefined,
    );
    return done;
  }
}

/** Those whose pair the set still has: others may have been changed or removed between two batches. */
function stillInUse(
  database: ReadableDatabase,
  setId: number,
  swaps: readonly Swap[],
  leftOut: LeftOut,
): readonly Swap[] {
  const ids = swaps.flatMap(({ id }) => id ?? []);
  const there = pairsInUse(database, setId, ids);
  leaveOutGone(
    database,
    ids.filter((id) => !there.has(id)),
    leftOut,
  );
  return swaps.filter(({ id }) => id === null || there.has(id));
}

/** Pairs that have been changed or removed: by their numbers in the set, as others that are left out. */
export function leaveOutGone(database: ReadableDatabase, ids: readonly number[], leftOut: LeftOut): void {
  // There may be very many: no more are looked up than are told.
  const told = pairsWithIds(database, ids.slice(0, MOST_TOLD));
  const positions = new Map(told.map(({ id, position }) => [id, position]));
  for (const id of ids) {
    const position = positions.get(id);
    leftOut.add(position === undefined ? null : position + 1, CHANGED_SINCE);
  }
}

function writeSwaps(
  database: WritableDatabase,
  { setId, changeId }: { readonly setId: number; readonly changeId: number },
  swaps: readonly Swap[],
): ChangedRows {
  const put: number[] = [];
  const taken: number[] = [];
  const counts = { added: 0, changed: 0, removed: 0 };
  const added = swaps.flatMap(({ id, pair }) => (id === null && pair !== null ? [pair] : []));
  forgetSummary(database, 'sentence_set', setId);
  for (const { id, pair } of swaps) {
    if (id === null) continue;
    taken.push(id);
    if (pair === null) {
      takePair(database, setId, id);
      counts.removed++;
    } else {
      put.push(swapPair(database, setId, id, pair));
      counts.changed++;
    }
  }
  if (added.length > 0) {
    put.push(...addPairs(database, setId, added));
    counts.added = added.length;
  }
  const rows = { put, taken, ...counts };
  noteRows(database, changeId, rows);
  return rows;
}

/** '1 pair', '12 pairs' */
export function countOfPairs(count: number): string {
  return count === 1 ? '1 pair' : `${count.toLocaleString('en')} pairs`;
}
