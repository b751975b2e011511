/** What the engine is asked of a text under a model: what is foretold, what a prediction comes from, the logit lens. */
import { keepPreviousData, queryOptions, skipToken } from '@tanstack/svelte-query';
import { parseSafetensorsHeader, readSafetensors } from '../../../core/checkpoints/safetensors.ts';
import type { ModelProbe } from '../../../shared/entities.ts';
import {
  attributionFacts,
  type AttributionFacts,
  type AttributionRequest,
} from '../../../shared/predictions.ts';
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

/** What one prediction comes from; L layers, H heads, n tokens. */
export interface TextAttribution extends AttributionFacts {
  readonly position: number;
  readonly layers: number;
  readonly headsOfLayer: number;
  readonly tokens: number;
  /** [L, H], logits. */
  readonly heads: Float32Array;
  /** [L, H, n] */
  readonly bySource: Float32Array;
  readonly attention: Float32Array;
  /** [L]; none of a model without MLPs. */
  readonly mlp: Float32Array;
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

/** @throws Error for anything but a file as `models.attribution` gives it */
export function readAttribution(bytes: Uint8Array, position: number): TextAttribution {
  const tensors = readSafetensors(bytes);
  const { metadata } = parseSafetensorsHeader(bytes);
  const facts = attributionFacts.parse(JSON.parse(metadata['facts'] ?? '{}'));
  const of = (name: string) => {
    const tensor = tensors.get(name);
    if (tensor === undefined) throw new Error(`the engine sent no ${name}`);
    return tensor;
  };
  const { shape, data: bySource } = of('by_source');
  const [layers = 0, headsOfLayer = 0, tokens = 0] = shape;
  return {
    ...facts,
    position,
    layers,
    headsOfLayer,
    tokens,
    heads: of('heads').data,
    bySource,
    attention: of('attention').data,
    mlp: of('mlp').data,
  };
}
