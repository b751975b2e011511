/** What the engine is asked of a text under a model: what is foretold, what a prediction comes from, the logit lens. */
import { keepPreviousData, queryOptions, skipToken } from '@tanstack/svelte-query';
import { readAttribution } from '../../../core/analyses/attribution/text-attribution.ts';
import type { ModelProbe } from '../../../shared/entities.ts';
import type { AttributionRequest } from '../../../shared/predictions.ts';
import { client } from '../engine/client.ts';
import { orpc } from '../engine/server-state.ts';

/** Nothing of it changes. */
export function predictionsQuery(input: ModelProbe | null) {
  return orpc.models.predictions.queryOptions({
    input: input ?? skipToken,
    staleTime: Infinity,
    placeholderData: keepPreviousData,
  });
}

export function lensQuery(input: ModelProbe | null) {
  return orpc.models.lens.queryOptions({ input: input ?? skipToken, staleTime: Infinity });
}

export function attributionQuery(input: AttributionRequest | null) {
  return queryOptions({
    queryKey: orpc.models.attribution.key(input === null ? {} : { input }),
    queryFn:
      input === null
        ? skipToken
        : async ({ signal }) => {
            const file = await client.models.attribution(input, { signal });
            return readAttribution(new Uint8Array(await file.arrayBuffer()), input.position);
          },
    staleTime: Infinity,
    gcTime: 60_000,
    structuralSharing: false,
    // While the pointer goes on, what it was on stays.
    placeholderData: keepPreviousData,
  });
}
