/**
 * How much of what a head writes another one reads (Elhage et al. 2021): Frobenius norms ‖OV₁ QK₂‖ / (‖OV₁‖ ‖QK₂‖) for queries,
 * ‖QK₂ OV₁ᵀ‖ for keys, ‖OV₁ OV₂‖ for values, through the factors of rank d: a matrix of d_model × d_model is never made.
 */
import { randomSource, type RandomSource } from '../../statistics/random.ts';
import { headMatrices, keyValueHead, type LayerWeights, type WeightVersion } from './head-matrices.ts';
import { dot, gramOfColumns, gramOfRows, product } from './products.ts';

export const COMPOSITION_KINDS = ['q', 'k', 'v'] as const;
export type CompositionKind = (typeof COMPOSITION_KINDS)[number];

/** What of a head the norms need, d × d each but for the factors that read and write. */
interface Composing {
  readonly matrices: ReturnType<typeof headMatrices>;
  readonly queryGram: Float64Array;
  readonly keyGram: Float64Array;
  readonly valueGram: Float64Array;
  readonly outputGram: Float64Array;
  readonly ov: number;
  readonly qk: number;
}

function composing(matrices: ReturnType<typeof headMatrices>, dModel: number, d: number): Composing {
  const queryGram = gramOfColumns(matrices.query, dModel, d);
  const keyGram = gramOfColumns(matrices.key, dModel, d);
  const valueGram = gramOfColumns(matrices.value, dModel, d);
  const outputGram = gramOfRows(matrices.output, d, dModel);
  return {
    matrices,
    queryGram,
    keyGram,
    valueGram,
    outputGram,
    ov: Math.sqrt(Math.max(0, dot(valueGram, outputGram))),
    qk: Math.sqrt(Math.max(0, dot(queryGram, keyGram))),
  };
}

/** ‖left middle rightᵀ‖ from the Gram matrices of left and right, [d, d] each. */
function frobenius(leftGram: Float64Array, middle: Float64Array, rightGram: Float64Array, d: number): number {
  const through = product(leftGram, middle, d, d, d);
  // tr(middleᵀ leftGram middle rightGram) = Σ (leftGram middle) ∘ (middle rightGram), both Gram matrices being symmetric.
  return Math.sqrt(Math.max(0, dot(through, product(middle, rightGram, d, d, d))));
}

/**
 * @returns [kind (q, k, v), from head, to head]; NaN where a head's circuit is 0
 * Yields the share that is done.
 */
export function* compositionOfLayers(
  from: LayerWeights,
  to: LayerWeights,
  version: WeightVersion,
): Generator<number, Float64Array, void> {
  const { dModel, dHead: d, heads } = from;
  const receivers: Composing[] = [];
  for (let head = 0; head < to.heads; head++) {
    receivers.push(composing(headMatrices(to, head, version), dModel, d));
    yield 0;
  }
  const scores = new Float64Array(3 * heads * to.heads);
  for (let sender = 0; sender < heads; sender++) {
    const { matrices, valueGram, ov } = composing(headMatrices(from, sender, version), dModel, d);
    // Heads that share keys and values share these.
    const shared = new Map<number, { readonly k: Float64Array; readonly v: Float64Array }>();
    for (const [head, receiver] of receivers.entries()) {
      const place = keyValueHead(to, head);
      const own = shared.get(place) ?? {
        k: product(matrices.output, receiver.matrices.key, d, dModel, d),
        v: product(matrices.output, receiver.matrices.value, d, dModel, d),
      };
      shared.set(place, own);
      const q = product(matrices.output, receiver.matrices.query, d, dModel, d);
      const at = sender * to.heads + head;
      const size = heads * to.heads;
      scores[at] = frobenius(valueGram, q, receiver.keyGram, d) / ov / receiver.qk;
      scores[size + at] = frobenius(valueGram, own.k, receiver.queryGram, d) / ov / receiver.qk;
      scores[2 * size + at] = frobenius(valueGram, own.v, receiver.outputGram, d) / ov / receiver.ov;
      yield (sender + (head + 1) / to.heads) / heads;
    }
  }
  return scores;
}

export interface RandomShape {
  readonly dModel: number;
  readonly dHead: number;
}

/**
 * The same ratio for factors of these shapes with independent standard normal entries: what heads that have nothing to do with
 * each other come to. It is the baseline of all three kinds, and lies near 1/√d_model.
 * @param first number of the first sample: each has numbers of its own, whichever are computed together
 * @returns [count]
 */
export function* randomCompositions(
  { dModel, dHead: d }: RandomShape,
  seed: number,
  first: number,
  count: number,
): Generator<number, Float64Array, void> {
  const scores = new Float64Array(count);
  for (let at = 0; at < count; at++) {
    const random = randomSource((seed + 7919 * (first + at)) % 2 ** 31, 'composition-baseline');
    const draw = () => gaussians(random, dModel * d);
    const sender = { value: draw(), output: draw() };
    const receiver = { query: draw(), key: draw() };
    const valueGram = gramOfColumns(sender.value, dModel, d);
    const ov = Math.sqrt(dot(valueGram, gramOfRows(sender.output, d, dModel)));
    const keyGram = gramOfColumns(receiver.key, dModel, d);
    const qk = Math.sqrt(dot(gramOfColumns(receiver.query, dModel, d), keyGram));
    const middle = product(sender.output, receiver.query, d, dModel, d);
    scores[at] = frobenius(valueGram, middle, keyGram, d) / ov / qk;
    yield (at + 1) / count;
  }
  return scores;
}

/** Standard normal numbers, two at a time (Box and Muller 1958). */
function gaussians(random: RandomSource, count: number): Float64Array {
  const out = new Float64Array(count);
  for (let at = 0; at < count; at += 2) {
    // From above 0 to 1: its logarithm is finite.
    const radius = Math.sqrt(-2 * Math.log(((random.bits() >>> 0) + 1) / 2 ** 32));
    const angle = (2 * Math.PI * (random.bits() >>> 0)) / 2 ** 32;
    out[at] = radius * Math.cos(angle);
    if (at + 1 < count) out[at + 1] = radius * Math.sin(angle);
  }
  return out;
}
