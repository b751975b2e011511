/** The texts of a set in pages. */
import { createQueries } from '@tanstack/svelte-query';
import type { StoredText, TextView } from '../../../shared/texts.ts';
import { orpc } from '../engine/server-state.ts';
import { PAGE, RowPages } from '../sets/row-pages.svelte.ts';

export type TextPages = ReturnType<typeof textPages>;

/** Call while a component is being set up. `wanted` is read reactively. */
export function textPages(wanted: () => { readonly setId: number } & TextView) {
  return new RowPages<{ total: number; texts: StoredText[] }, StoredText>(
    () => wanted().setId,
    (pages, before) =>
      createQueries(() => ({
        queries: pages().map((page) =>
          orpc.texts.texts.queryOptions({
            input: { ...wanted(), offset: page * PAGE, limit: PAGE },
            placeholderData: before(page),
          }),
        ),
      })),
    ({ texts }) => texts,
  );
}
