/** What the engine is asked of single items of an analysis. */
import { keepPreviousData, queryOptions, skipToken } from '@tanstack/svelte-query';
import { type HeadPlace, type HeadQuantity, placeInParts } from '../../../core/analyses/of-heads.ts';
import { client } from '../engine/client.ts';
import { orpc } from '../engine/server-state.ts';
import { readItem } from './item-view.ts';

/** The values of a quantity at a head over all items; not asked where the kind does not keep them. */
export function valuesQuery(analysisId: number, quantity: HeadQuantity, at: HeadPlace) {
  const place = placeInParts(quantity, at);
  return orpc.analyses.values.queryOptions({
    input: place === null ? skipToken : { id: analysisId, ...place },
    // Those of another head are no stand-in: title and file would say that they are this one's.
    staleTime: Infinity,
  });
}

/** Lines of text of some items. */
export function textsQuery(analysisId: number, positions: readonly number[]) {
  return orpc.analyses.texts.queryOptions({
    input: positions.length === 0 ? skipToken : { id: analysisId, positions: [...positions] },
    staleTime: Infinity,
    placeholderData: keepPreviousData,
  });
}

/** One item with the attention of a head on it. */
export function itemQuery(analysisId: number, position: number | null, { layer, head }: HeadPlace) {
  const input = { id: analysisId, position: position ?? 0, layer, head };
  return queryOptions({
    queryKey: orpc.analyses.item.key({ input }),
    queryFn:
      position === null
        ? skipToken
        : async ({ signal }) => {
            const file = await client.analyses.item(input, { signal });
            return { position, ...readItem(new Uint8Array(await file.arrayBuffer())) };
          },
    staleTime: Infinity,
    gcTime: 60_000,
    structuralSharing: false,
    placeholderData: keepPreviousData,
  });
}
