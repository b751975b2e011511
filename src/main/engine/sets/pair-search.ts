/** Finds pairs of a set by a part of their texts, a few at a time: the set may have millions. */
import { setImmediate } from 'node:timers/promises';
import type { ReadableDatabase } from '../store/handles.ts';
import { matchingPairs, placesOf } from '../store/pairs.ts';
import { storedSummary } from '../store/sentence-sets.ts';

/** Places that are looked through at a time. */
const PLACES_AT_ONCE = 1000;

interface Search {
  readonly setId: number;
  readonly search: string;
  readonly revision: number;
  readonly ids: Promise<readonly number[]>;
}

export class PairSearch {
  readonly #database: ReadableDatabase;
  /** The last one: who looks at its second page looks at the same. */
  #last: Search | null = null;

  constructor(database: ReadableDatabase) {
    this.#database = database;
  }

  /** The ids of the pairs in which `search` occurs, in the order of the set. */
  find(setId: number, search: string): Promise<readonly number[]> {
    const { revision } = storedSummary(this.#database, setId);
    const last = this.#last;
    if (last !== null && last.setId === setId && last.search === search && last.revision === revision)
      return last.ids;
    const ids = this.#look(setId, search);
    this.#last = { setId, search, revision, ids };
    // A search that failed is not the answer to the next one.
    ids.catch(() => (this.#last = null));
    return ids;
  }

  async #look(setId: number, search: string): Promise<readonly number[]> {
    const ids: number[] = [];
    const places = placesOf(this.#database, setId);
    for (let from = 0; from < places; from += PLACES_AT_ONCE) {
      if (from > 0) await setImmediate();
      ids.push(...matchingPairs(this.#database, { setId, search, from, count: PLACES_AT_ONCE }));
    }
    return ids;
  }
}
