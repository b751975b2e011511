/** What one prediction in a text comes from, as the engine sends it to screens. */
import { z } from 'zod';
import { parseSafetensorsHeader, readSafetensors } from '../../checkpoints/safetensors.ts';

/** A token that is foretold. */
export const foretold = z.object({ id: z.int(), text: z.string(), probability: z.number() });

/** In the metadata of the file that is sent. */
export const attributionFacts = z.object({
  target: foretold,
  /** As the model computes it from its last stream, and the sum of all parts. */
  logit: z.number(),
  total: z.number(),
  /** An encoder's: shares by integrated gradients. */
  shares: z.boolean(),
  embeddings: z.number(),
  biases: z.number(),
  neurons: z.array(z.object({ neuron: z.int(), value: z.number() })),
});
export type AttributionFacts = z.infer<typeof attributionFacts>;

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
