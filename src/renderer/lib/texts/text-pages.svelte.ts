/** The texts of a set in pages, of which only those in sight are fetched. */
import { createQueries, keepPreviousData } from '@tanstack/svelte-query';
import type { StoredText } from '../../../shared/texts.ts';
import { orpc } from '../engine/server-state.ts';

const PAGE = 200;

export class TextPages {
  #first = $state(0);
  #last = $state(0);
  /** The last known total, so that the table keeps its height while another page is fetched. */
  #lastTotal = 0;
  readonly #pages: readonly number[] = $derived.by(() => {
    const from = Math.floor(this.#first / PAGE);
    const to = Math.floor(this.#last / PAGE);
    return Array.from({ length: to - from + 1 }, (_, index) => from + index);
  });
  readonly #queries;
  readonly total: number = $derived.by(() => {
    const total = this.#queries.find((query) => query.data !== undefined)?.data?.total;
    if (total !== undefined) this.#lastTotal = total;
    return this.#lastTotal;
  });

  /** Call while a component is being set up. `wanted` is read reactively. */
  constructor(wanted: () => { setId: number; search: string }) {
    this.#queries = createQueries(() => ({
      queries: this.#pages.map((page) =>
        orpc.texts.texts.queryOptions({
          input: { ...wanted(), offset: page * PAGE, limit: PAGE },
          // While a new search is fetched, the rows of the last one stay.
          ...(page === 0 ? { placeholderData: keepPreviousData } : {}),
        }),
      ),
    }));
  }

  get error(): Error | null {
    return this.#queries.find((query) => query.isError)?.error ?? null;
  }

  /** Whether no answer to the present search has come yet. */
  get waiting(): boolean {
    return this.#queries.every((query) => query.data === undefined);
  }

  show(first: number, last: number): void {
    this.#first = first;
    this.#last = Math.max(first, last);
  }

  /** The text at a place of the list; undefined until it is there. */
  at(index: number): StoredText | undefined {
    const page = this.#pages.indexOf(Math.floor(index / PAGE));
    return this.#queries[page]?.data?.texts[index % PAGE];
  }

  async refetch(): Promise<void> {
    await Promise.all(this.#queries.map((query) => query.refetch()));
  }
}
