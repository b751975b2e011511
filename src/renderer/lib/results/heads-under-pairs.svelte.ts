/** The rows of pairs that are unfolded: a few heads of each, those furthest out first, or all. */
import { SvelteMap } from 'svelte/reactivity';
import type { ResultFilter, ResultRow, ResultSort } from '../../../shared/entities.ts';
import type { PairLine } from '../../../shared/results.ts';
import { client } from '../engine/client.ts';
import { showError } from '../engine/server-state.ts';

/** Heads that are shown at first. */
const FEW = 6;
const ALL = 1000;

export interface UnfoldedFrom {
  readonly runId: number;
  readonly filter: ResultFilter;
  /** By how far out the metric is. */
  readonly sort: ResultSort;
}

export class HeadsUnderPairs {
  readonly #from: UnfoldedFrom;
  readonly #rows = new SvelteMap<number, readonly ResultRow[]>();
  /** What was asked for; nothing is drawn by it. */
  #asked: readonly string[] = [];

  constructor(from: UnfoldedFrom) {
    this.#from = from;
  }

  /** undefined until they have come. */
  rowsOf(pairId: number): readonly ResultRow[] | undefined {
    return this.#rows.get(pairId);
  }

  /** Lines under a pair: its rows, and one that has the rest; one alone until they have come. */
  linesUnder({ pairId, passing }: PairLine): number {
    const rows = this.rowsOf(pairId);
    if (rows === undefined) return 1;
    return rows.length + (rows.length < passing && rows.length < ALL ? 1 : 0);
  }

  /** Fetches what is not there yet. */
  want(pairId: number, all = false): void {
    const key = `${pairId} ${String(all)}`;
    if (this.#asked.includes(key)) return;
    this.#asked = [...this.#asked, key];
    void this.#fetch(pairId, all ? ALL : FEW).catch((error: unknown) => {
      this.#asked = this.#asked.filter((other) => other !== key);
      showError(error);
    });
  }

  async #fetch(pairId: number, limit: number): Promise<void> {
    const { runId, filter, sort } = this.#from;
    const rows = await client.results.page({ runId, filter: { ...filter, pairId }, sort, offset: 0, limit });
    if (rows.length >= (this.#rows.get(pairId)?.length ?? 0)) this.#rows.set(pairId, rows);
  }
}
