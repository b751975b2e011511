/** Counts and content hashes of sets: stored with them, and made anew a few pairs at a time where a pair has changed. */
import { setImmediate } from 'node:timers/promises';
import type { Store } from '../store/database.ts';
import { pairsInPieces } from '../store/pairs.ts';
import { keepSummary, type SetSummary, storedSummary } from '../store/sentence-sets.ts';
import { PairSummary } from './pair-summary.ts';

export class SetSummaries {
  readonly #store: Store;
  /** The last of each set; where nothing may be written they are kept here only. */
  readonly #counts = new Map<number, { readonly revision: number; readonly summary: Promise<SetSummary> }>();

  constructor(store: Store) {
    this.#store = store;
  }

  /** What the set's pairs come to now. @throws PairlensError NOT_FOUND */
  async of(setId: number): Promise<SetSummary> {
    for (;;) {
      const { database } = this.#store;
      const { summary: stored, revision } = storedSummary(database, setId);
      if (stored !== null) return stored;
      const summary = await this.#counted(setId, revision);
      // A pair may have changed while others were counted.
      if (storedSummary(database, setId).revision !== revision) continue;
      if (this.#store.canWrite)
        this.#store.write((writable) => keepSummary(writable, setId, summary, revision));
      return summary;
    }
  }

  /** Whoever asks while the pairs are counted waits for the same. */
  #counted(setId: number, revision: number): Promise<SetSummary> {
    const known = this.#counts.get(setId);
    if (known?.revision === revision) return known.summary;
    const summary = this.#count(setId);
    this.#counts.set(setId, { revision, summary });
    summary.catch(() => this.#counts.delete(setId));
    return summary;
  }

  async #count(setId: number): Promise<SetSummary> {
    const summary = new PairSummary();
    for (const pairs of pairsInPieces(this.#store.database, setId)) {
      for (const pair of pairs) summary.add(pair);
      await setImmediate();
    }
    return summary.finish();
  }
}
