/** The pairs of a set in pages, of which only those in sight are fetched. */
import { createQueries } from '@tanstack/svelte-query';
import type { Pair } from '../../../shared/entities.ts';
import { orpc } from '../frame/server-state.ts';

const PAGE = 200;

export class PairPages {
  #wanted: () => { setId: number; search: string };
  #first = $state(0);
  #last = $state(0);
  /** Pairs that the search leaves, as long as nothing newer is known. */
  #lastTotal = 0;
  readonly #pages: readonly number[] = $derived.by(() => {
    const from = Math.floor(this.#first / PAGE);
    const to = Math.floor(this.#last / PAGE);
    return Array.from({ length: to - from + 1 }, (_, index) => from + index);
  });
  readonly #queries = createQueries(() => ({
    queries: this.#pages.map((page) =>
      orpc.sets.pairs.queryOptions({ input: { ...this.#wanted(), offset: page * PAGE, limit: PAGE } }),
    ),
  }));
  readonly error = $derived(this.#queries.find((query) => query.isError)?.error ?? null);
  /** Whether the first answer is still awaited. */
  readonly waiting = $derived(this.#queries.every((query) => query.data === undefined));
  readonly total: number = $derived.by(() => {
    const total = this.#queries.find((query) => query.data !== undefined)?.data?.total;
    if (total !== undefined) this.#lastTotal = total;
    return this.#lastTotal;
  });

  /** Call while a component is being set up. `wanted` is read reactively. */
  constructor(wanted: () => { setId: number; search: string }) {
    this.#wanted = wanted;
  }

  show(first: number, last: number): void {
    this.#first = first;
    this.#last = Math.max(first, last);
  }

  /** The pair at a place of the list; undefined until it is there. */
  at(index: number): Pair | undefined {
    const page = this.#pages.indexOf(Math.floor(index / PAGE));
    return this.#queries[page]?.data?.pairs[index % PAGE];
  }

  async refetch(): Promise<void> {
    await Promise.all(this.#queries.map((query) => query.refetch()));
  }
}
