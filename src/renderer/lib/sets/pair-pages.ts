/** The pairs of a set in pages. */
import { createQueries } from '@tanstack/svelte-query';
import type { Pair } from '../../../shared/entities.ts';
import type { PairView } from '../../../shared/set-pairs.ts';
import { orpc } from '../engine/server-state.ts';
import { PAGE, RowPages } from './row-pages.svelte.ts';

export type PairPages = ReturnType<typeof pairPages>;

/** Call while a component is being set up. `wanted` is read reactively. */
export function pairPages(wanted: () => { readonly setId: number } & PairView) {
  return new RowPages<{ total: number; pairs: Pair[] }, Pair>(
    () => wanted().setId,
    (pages, before) =>
      createQueries(() => ({
        queries: pages().map((page) =>
          orpc.sets.pairs.queryOptions({
            input: { ...wanted(), offset: page * PAGE, limit: PAGE },
            placeholderData: before(page),
          }),
        ),
      })),
    ({ pairs }) => pairs,
  );
}
