/** Counts and content hashes of sets: stored with them, and made anew a few pairs at a time where a pair has changed. */
import { setImmediate } from 'node:timers/promises';
import type { Store } from '../store/database.ts';
import { pairsFrom } from '../store/pairs.ts';
import { keepSummary, type SetSummary, storedSummary } from '../store/sentence-sets.ts';
import { PairSummary } from './pair-summary.ts';

/** Pairs that are looked at at a time. */
const PAIRS_AT_ONCE = 1000;

export class SetSummaries {
  readonly #store: Store;
  /** Where nothing may be written they are kept here. */
  readonly #kept = new Map<number, { readonly revision: number; readonly summary: SetSummary }>();

  constructor(store: Store) {
    this.#store = store;
  }

  /** What the set's pairs come to now. @throws PairlensError NOT_FOUND */
  async of(setId: number): Promise<SetSummary> {
    for (;;) {
      const { database } = this.#store;
      const { summary: stored, revision } = storedSummary(database, setId);
      if (stored !== null) return stored;
      const kept = this.#kept.get(setId);
      if (kept?.revision === revision) return kept.summary;
      const summary = await this.#count(setId);
      // A pair may have changed while others were counted.
      if (storedSummary(database, setId).revision !== revision) continue;
      if (this.#store.canWrite)
        this.#store.write((writable) => keepSummary(writable, setId, summary, revision));
      else this.#kept.set(setId, { revision, summary });
      return summary;
    }
  }

  async #count(setId: number): Promise<SetSummary> {
    const summary = new PairSummary();
    for (let from = 0; ;) {
      const pairs = pairsFrom(this.#store.database, setId, from, PAIRS_AT_ONCE);
      for (const pair of pairs) summary.add(pair);
      const last = pairs.at(-1);
      if (last === undefined || pairs.length < PAIRS_AT_ONCE) return summary.finish();
      from = last.position + 1;
      await setImmediate();
    }
  }
}
