/**
 * Queries, keys and the strongest attention of the sampled tokens, layer by layer: the model goes once through the texts for
 * as many layers as memory bears, and what is not asked for any more is let go.
 */
import { setImmediate } from 'node:timers/promises';
import {
  type BlockPlace,
  blockName,
  type HookName,
  patternHook,
} from '../../../../core/architectures/hook-names.ts';
import type { SampledText } from '../../../../core/analyses/query-key/sample.ts';
import { checkFinite } from '../../inference/not-finite.ts';
import { release } from '../../inference/release.ts';
import type { LoadedModel } from '../../models/library.ts';
import { outputOf } from '../../runs/measure-batch.ts';

/** Bytes of queries and keys that are kept at once. */
const BYTES_KEPT = 192 * 2 ** 20;
/** Tokens, and bytes of activations that leave the model, of a batch at most (one text may need more). */
const TOKENS_PER_BATCH = 2048;
const BYTES_PER_BATCH = 128 * 2 ** 20;

/** Keys of its own text that a query attends to most, and are kept. */
export const PARTNERS = 3;

/** Of the T sampled tokens. */
export interface LayerVectors {
  /** [head, token, d_head] */
  readonly queries: Float32Array;
  /** [key-value head, token, d_head] */
  readonly keys: Float32Array;
  readonly keyValueHeads: number;
  /** [head, token] attention of each query to the first token of its text. */
  readonly toFirst: Float32Array;
  /** [head, token, partner] the tokens that a query attends to most, as places among the T, and how much; -1: there is none. */
  readonly partners: Int32Array;
  readonly partnerWeights: Float32Array;
}

/** The queries and keys that attention reads: rotated where positions are. */
export function vectorHooks(
  { hooks }: Pick<LoadedModel, 'hooks'>,
  layer: number,
): { query: HookName; key: HookName } {
  const hook = (place: BlockPlace): HookName => `${blockName(layer)}.${place}`;
  const isRotary = hooks.includes(hook('attn.hook_rot_q'));
  return isRotary
    ? { query: hook('attn.hook_rot_q'), key: hook('attn.hook_rot_k') }
    : { query: hook('attn.hook_q'), key: hook('attn.hook_k') };
}

interface PlacedText extends SampledText {
  /** Of its first token, among the T. */
  readonly first: number;
}

export class VectorsByLayer {
  readonly #model: LoadedModel;
  readonly #texts: readonly PlacedText[];
  readonly #tokens: number;
  #groups = new Map<number, Promise<readonly LayerVectors[]>>();

  constructor(model: LoadedModel, texts: readonly SampledText[]) {
    this.#model = model;
    let first = 0;
    this.#texts = texts.map((text) => {
      const placed = { ...text, first };
      first += text.ids.length;
      return placed;
    });
    this.#tokens = first;
  }

  /** @throws PairlensError INFERENCE_FAILED, ACTIVATION_NOT_FINITE */
  async ofLayer(layer: number): Promise<LayerVectors> {
    const { layers, heads, dHead } = this.#model.dimensions;
    const bytes = 2 * 4 * heads * dHead * this.#tokens;
    const size = Math.max(1, Math.min(layers, Math.floor(BYTES_KEPT / bytes)));
    const group = Math.floor(layer / size);
    let vectors = this.#groups.get(group);
    if (vectors === undefined) {
      const of = Array.from({ length: Math.min(size, layers - group * size) }, (_, at) => group * size + at);
      vectors = this.#read(of);
      // Layers are asked for in their order.
      this.#groups = new Map([[group, vectors]]);
    }
    return (await vectors)[layer - group * size] as LayerVectors;
  }

  async #read(layers: readonly number[]): Promise<LayerVectors[]> {
    const { heads, dHead } = this.#model.dimensions;
    const tokens = this.#tokens;
    const kept = layers.map(() => ({
      queries: new Float32Array(heads * tokens * dHead),
      keys: new Float32Array(0),
      keyValueHeads: heads,
      toFirst: new Float32Array(heads * tokens),
      partners: new Int32Array(heads * tokens * PARTNERS).fill(-1),
      partnerWeights: new Float32Array(heads * tokens * PARTNERS),
    }));
    const hooks = layers.map((layer) => ({
      ...vectorHooks(this.#model, layer),
      pattern: patternHook(layer),
    }));
    for (const batch of this.#batches(layers.length)) {
      const outputs = await this.#model.run(
        {
          inputIds: batch.map(({ ids }) => ids),
          ...(batch.some(({ tokenTypes }) => tokenTypes !== null) && {
            tokenTypeIds: batch.map(({ ids, tokenTypes }) => tokenTypes ?? ids.map(() => 0)),
          }),
        },
        hooks.flatMap(({ query, key, pattern }) => [query, key, pattern]),
      );
      checkFinite('texts', outputs);
      for (const [at, { query, key, pattern }] of hooks.entries()) {
        const into = kept[at] as (typeof kept)[number];
        const keys = outputOf(outputs, key);
        into.keyValueHeads = keys.dims[2] ?? heads;
        if (into.keys.length === 0) into.keys = new Float32Array(into.keyValueHeads * tokens * dHead);
        takeVectors(outputOf(outputs, query), batch, tokens, into.queries);
        takeVectors(keys, batch, tokens, into.keys);
        takeAttention(outputOf(outputs, pattern), batch, tokens, into);
        await setImmediate();
      }
      release(outputs.values());
    }
    return kept;
  }

  /** Of like lengths. */
  *#batches(layers: number): Generator<readonly PlacedText[], void, void> {
    const { heads, dHead } = this.#model.dimensions;
    let batch: PlacedText[] = [];
    for (const text of this.#texts.toSorted((a, b) => a.ids.length - b.ids.length)) {
      const length = text.ids.length;
      const rows = batch.length + 1;
      const bytes = 4 * layers * heads * rows * length * (2 * dHead + length);
      if (batch.length > 0 && (rows * length > TOKENS_PER_BATCH || bytes > BYTES_PER_BATCH)) {
        yield batch;
        batch = [];
      }
      batch.push(text);
    }
    if (batch.length > 0) yield batch;
  }
}

interface Output {
  readonly dims: readonly number[];
  readonly data: Float32Array;
}

/** [batch, position, head, d_head] to [head, token, d_head]. */
function takeVectors(
  { dims, data }: Output,
  batch: readonly PlacedText[],
  tokens: number,
  out: Float32Array,
): void {
  const [, length = 0, heads = 0, width = 0] = dims;
  for (const [row, { ids, first }] of batch.entries())
    for (let position = 0; position < ids.length; position++)
      for (let head = 0; head < heads; head++) {
        const from = ((row * length + position) * heads + head) * width;
        out.set(data.subarray(from, from + width), (head * tokens + first + position) * width);
      }
}

/** From [batch, head, query, key]. */
function takeAttention(
  { dims, data }: Output,
  batch: readonly PlacedText[],
  tokens: number,
  { toFirst, partners, partnerWeights }: Pick<LayerVectors, 'toFirst' | 'partners' | 'partnerWeights'>,
): void {
  const [, heads = 0, length = 0] = dims;
  for (const [row, { ids, first }] of batch.entries())
    for (let head = 0; head < heads; head++)
      for (let query = 0; query < ids.length; query++) {
        const from = ((row * heads + head) * length + query) * length;
        const at = head * tokens + first + query;
        toFirst[at] = data[from] as number;
        for (let key = 0; key < ids.length; key++) {
          const weight = data[from + key] as number;
          let place = PARTNERS;
          while (place > 0 && weight > (partnerWeights[at * PARTNERS + place - 1] as number)) {
            place--;
            if (place + 1 < PARTNERS) {
              partners[at * PARTNERS + place + 1] = partners[at * PARTNERS + place] as number;
              partnerWeights[at * PARTNERS + place + 1] = partnerWeights[at * PARTNERS + place] as number;
            }
          }
          if (place === PARTNERS) continue;
          partners[at * PARTNERS + place] = first + key;
          partnerWeights[at * PARTNERS + place] = weight;
        }
      }
}
