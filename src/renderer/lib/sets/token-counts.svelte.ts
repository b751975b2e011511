/** How many tokens the pairs in sight have under the model that is chosen. */
import { createQueries } from '@tanstack/svelte-query';
import type { TokenCounts } from '../../../core/pairs/pair-looks.ts';
import { orpc } from '../engine/server-state.ts';
import type { PairPages } from './pair-pages.ts';
import { countsByPair } from './token-words.ts';

/** Of a pair by its id: undefined while it is counted, null where it cannot be. */
export type TokensOfPairs = (pairId: number) => TokenCounts | null | undefined;

/**
 * Call while a component is being set up. `wanted` is read reactively.
 * @returns null while no model is chosen
 */
export function tokensOfPages(
  wanted: () => { readonly setId: number; readonly model: string },
  pages: PairPages,
): () => TokensOfPairs | null {
  const asked = $derived(
    wanted().model === ''
      ? []
      : pages.parts.filter((rows) => rows.length > 0).map((rows) => rows.map(({ id }) => id)),
  );
  // A page at a time, so that those that stay in sight keep their counts.
  const queries = createQueries(() => ({
    queries: asked.map((ids) => orpc.sets.tokenCounts.queryOptions({ input: { ...wanted(), ids } })),
  }));
  const counts = $derived(countsByPair(asked, queries));
  return () => (wanted().model === '' ? null : (pairId) => counts.get(pairId));
}
