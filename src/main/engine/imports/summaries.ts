/** Counts and content hashes of sets: stored with them, and made anew a few rows at a time where one has changed. */
import { setImmediate } from 'node:timers/promises';
import type { Store } from '../store/database.ts';
import type { ReadableDatabase } from '../store/handles.ts';
import type { SetTable } from '../store/set-table.ts';

/** How the rows of a set are counted. */
interface Counting<Item, Summary> {
  inPieces(database: ReadableDatabase, setId: number): Iterable<readonly Item[]>;
  summary(): { add(item: Item): void; finish(): Summary };
}

export class Summaries<Item, Summary extends { readonly contentHash: string }> {
  readonly #store: Store;
  readonly #sets: Pick<SetTable<Summary>, 'storedSummary' | 'keepSummary'>;
  readonly #counting: Counting<Item, Summary>;
  /** The last of each set; where nothing may be written they are kept here only. */
  readonly #counts = new Map<number, { readonly revision: number; readonly summary: Promise<Summary> }>();

  constructor(
    store: Store,
    sets: Pick<SetTable<Summary>, 'storedSummary' | 'keepSummary'>,
    counting: Counting<Item, Summary>,
  ) {
    this.#store = store;
    this.#sets = sets;
    this.#counting = counting;
  }

  /** What the set's rows come to now. @throws PairlensError NOT_FOUND */
  async of(setId: number): Promise<Summary> {
    for (;;) {
      const { database } = this.#store;
      const { summary: stored, revision } = this.#sets.storedSummary(database, setId);
      if (stored !== null) return stored;
      const summary = await this.#counted(setId, revision);
      // A row may have changed while others were counted.
      if (this.#sets.storedSummary(database, setId).revision !== revision) continue;
      if (this.#store.canWrite)
        this.#store.write((writable) => this.#sets.keepSummary(writable, setId, summary, revision));
      return summary;
    }
  }

  /** Whoever asks while the rows are counted waits for the same. */
  #counted(setId: number, revision: number): Promise<Summary> {
    const known = this.#counts.get(setId);
    if (known?.revision === revision) return known.summary;
    const summary = this.#count(setId);
    this.#counts.set(setId, { revision, summary });
    summary.catch(() => this.#counts.delete(setId));
    return summary;
  }

  async #count(setId: number): Promise<Summary> {
    const summary = this.#counting.summary();
    for (const items of this.#counting.inPieces(this.#store.database, setId)) {
      for (const item of items) summary.add(item);
      await setImmediate();
    }
    return summary.finish();
  }
}
