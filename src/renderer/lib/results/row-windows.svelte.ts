/** The rows of a long table that are in memory: blocks of them, fetched as one scrolls. */
import { SvelteMap } from 'svelte/reactivity';

export const BLOCK_ROWS = 100;
/** About 6,000 rows are kept in memory; beyond that, the blocks farthest from the screen are dropped. */
const MOST_BLOCKS = 60;
/** At a time, so that fast scrolling fetches the rows where it ends and not all that it passed. */
const MOST_REQUESTS = 2;

export type LoadRows<Row> = (offset: number, limit: number, signal: AbortSignal) => Promise<readonly Row[]>;

export class RowWindows<Row> {
  /** Block number → its rows. */
  readonly #blocks = new SvelteMap<number, readonly Row[]>();
  /** What went wrong with the last request; null when it went well. */
  error = $state.raw<unknown>(null);
  readonly #load: LoadRows<Row>;
  readonly #abort = new AbortController();
  /** Blocks that are being fetched. */
  #requested: readonly number[] = [];
  #firstWanted = 0;
  #lastWanted = 0;

  constructor(load: LoadRows<Row>) {
    this.#load = load;
  }

  /** The row at a place in the table; undefined until it is there. */
  row(index: number): Row | undefined {
    return this.#blocks.get(Math.floor(index / BLOCK_ROWS))?.[index % BLOCK_ROWS];
  }

  /** Whether the first rows (or the news that there are none) have come. */
  get hasStarted(): boolean {
    return this.#blocks.size > 0;
  }

  /** How many rows there are at least, from what was fetched; exact once the last block is there. */
  get knownRows(): number {
    let known = 0;
    for (const [block, rows] of this.#blocks) known = Math.max(known, block * BLOCK_ROWS + rows.length);
    return known;
  }

  /** Says which rows are on screen, or about to be. */
  want(first: number, last: number): void {
    this.#firstWanted = Math.max(0, Math.floor(first / BLOCK_ROWS));
    this.#lastWanted = Math.max(this.#firstWanted, Math.floor(last / BLOCK_ROWS));
    this.#fetchNext();
  }

  /** Asks again for what failed. */
  retry(): void {
    this.error = null;
    this.#fetchNext();
  }

  /** Cancels what is being fetched. */
  stop(): void {
    this.#abort.abort();
  }

  #fetchNext(): void {
    if (this.error !== null || this.#abort.signal.aborted) return;
    for (let block = this.#firstWanted; block <= this.#lastWanted; block++) {
      if (this.#requested.length >= MOST_REQUESTS) return;
      if (!this.#blocks.has(block) && !this.#requested.includes(block)) void this.#fetch(block);
    }
  }

  async #fetch(block: number): Promise<void> {
    this.#requested = [...this.#requested, block];
    try {
      const rows = await this.#load(block * BLOCK_ROWS, BLOCK_ROWS, this.#abort.signal);
      if (!this.#abort.signal.aborted) this.#keep(block, rows);
    } catch (error) {
      if (!this.#abort.signal.aborted) this.error = error;
    } finally {
      this.#requested = this.#requested.filter((other) => other !== block);
    }
    this.#fetchNext();
  }

  #keep(block: number, rows: readonly Row[]): void {
    this.#blocks.set(block, rows);
    const middle = (this.#firstWanted + this.#lastWanted) / 2;
    while (this.#blocks.size > MOST_BLOCKS) {
      let farthest = block;
      for (const other of this.#blocks.keys()) {
        if (Math.abs(other - middle) > Math.abs(farthest - middle)) farthest = other;
      }
      this.#blocks.delete(farthest);
    }
  }
}
