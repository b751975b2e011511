/** The pairs of a set in pages. */
import { createQueries, keepPreviousData } from '@tanstack/svelte-query';
import type { PairView } from '../../../shared/set-pairs.ts';
import { orpc } from '../engine/server-state.ts';
import { PAGE, RowPages } from './row-pages.svelte.ts';

export type PairPages = ReturnType<typeof pairPages>;

/** Call while a component is being set up. `wanted` is read reactively. */
export function pairPages(wanted: () => { readonly setId: number } & PairView) {
  return new RowPages(
    (pages) =>
      createQueries(() => ({
        queries: pages().map((page) =>
          orpc.sets.pairs.queryOptions({
            input: { ...wanted(), offset: page * PAGE, limit: PAGE },
            // While a new search is fetched, the rows of the last one stay.
            ...(page === 0 ? { placeholderData: keepPreviousData } : {}),
          }),
        ),
      })),
    ({ pairs }) => pairs,
  );
}
