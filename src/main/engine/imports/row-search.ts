/** Finds rows of a set by a part of their texts, a few at a time: the set may have millions. */
import { setImmediate } from 'node:timers/promises';
import type { ReadableDatabase } from '../store/handles.ts';

/** Places that are looked through at a time. */
const PLACES_AT_ONCE = 1000;

/** Where rows are looked for. */
interface Searched {
  /** Goes up with every change of a row. */
  revision(database: ReadableDatabase, setId: number): number;
  /** The place after the last. */
  places(database: ReadableDatabase, setId: number): number;
  /** Of the rows at up to `count` places from `from` on, the ids of those in which `search` occurs, in their order. */
  matching(
    database: ReadableDatabase,
    request: { setId: number; search: string; from: number; count: number },
  ): number[];
}

interface Search {
  readonly setId: number;
  readonly search: string;
  readonly revision: number;
  readonly ids: Promise<readonly number[]>;
}

export class RowSearch {
  readonly #database: ReadableDatabase;
  readonly #searched: Searched;
  /** The last one: who looks at its second page looks at the same. */
  #last: Search | null = null;

  constructor(database: ReadableDatabase, searched: Searched) {
    this.#database = database;
    this.#searched = searched;
  }

  /** The ids of the rows in which `search` occurs, in the order of the set. */
  find(setId: number, search: string): Promise<readonly number[]> {
    const revision = this.#searched.revision(this.#database, setId);
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
    const places = this.#searched.places(this.#database, setId);
    for (let from = 0; from < places; from += PLACES_AT_ONCE) {
      if (from > 0) await setImmediate();
      ids.push(...this.#searched.matching(this.#database, { setId, search, from, count: PLACES_AT_ONCE }));
    }
    return ids;
  }
}
