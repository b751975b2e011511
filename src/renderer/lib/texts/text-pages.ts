/** The texts of a set in pages. */
import { createQueries, keepPreviousData } from '@tanstack/svelte-query';
import type { TextView } from '../../../shared/texts.ts';
import { orpc } from '../engine/server-state.ts';
import { PAGE, RowPages } from '../sets/row-pages.svelte.ts';

export type TextPages = ReturnType<typeof textPages>;

/** Call while a component is being set up. `wanted` is read reactively. */
export function textPages(wanted: () => { readonly setId: number } & TextView) {
  return new RowPages(
    (pages) =>
      createQueries(() => ({
        queries: pages().map((page) =>
          orpc.texts.texts.queryOptions({
            input: { ...wanted(), offset: page * PAGE, limit: PAGE },
            // While a new search is fetched, the rows of the last one stay.
            ...(page === 0 ? { placeholderData: keepPreviousData } : {}),
          }),
        ),
      })),
    ({ texts }) => texts,
  );
}
