/**
 * The matrices of a head as its circuits have them (Elhage et al. 2021): rows are vectors, OV = W_V W_O, QK = W_Q W_Kᵀ; biases,
 * rotation and 1/√d are left out. 'folded' takes what is linear of a decoder's normalisation into them, as TransformerLens does
 * by default: what is read is scaled by γ and centred, what is written is centred. RMS normalisation has no mean: γ alone.
 */
import type { Numbers } from './products.ts';

export const WEIGHT_VERSIONS = ['raw', 'folded'] as const;
export type WeightVersion = (typeof WEIGHT_VERSIONS)[number];

/** The attention of a layer, as ModelWeights reads it. */
export interface LayerWeights {
  readonly heads: number;
  /** As many as heads, or fewer: neighbouring heads share keys and values. */
  readonly keyValueHeads: number;
  readonly dModel: number;
  readonly dHead: number;
  /** [head, d_model, d_head] */
  readonly query: Float32Array;
  /** [key-value head, d_model, d_head] */
  readonly key: Float32Array;
  readonly value: Float32Array;
  /** [head, d_head, d_model] */
  readonly output: Float32Array;
  /** γ [d_model] of the normalisation before attention; null where there is none to be folded. */
  readonly gain: Float32Array | null;
  /** Whether that normalisation takes the mean off. */
  readonly centred: boolean;
}

export interface HeadMatrices {
  /** [d_model, d_head] */
  readonly query: Float64Array;
  readonly key: Float64Array;
  readonly value: Float64Array;
  /** [d_head, d_model] */
  readonly output: Float64Array;
}

export function headMatrices(weights: LayerWeights, head: number, version: WeightVersion): HeadMatrices {
  const shared = keyValueHead(weights, head);
  const output = slice(weights.output, weights.heads, head);
  return {
    query: readBy(weights, slice(weights.query, weights.heads, head), version),
    key: readBy(weights, slice(weights.key, weights.keyValueHeads, shared), version),
    value: readBy(weights, slice(weights.value, weights.keyValueHeads, shared), version),
    output:
      version === 'folded' && weights.centred
        ? centredRows(output, weights.dModel)
        : Float64Array.from(output),
  };
}

/** Which key-value head a head shares with its neighbours. */
export function keyValueHead(
  { heads, keyValueHeads }: Pick<LayerWeights, 'heads' | 'keyValueHeads'>,
  head: number,
): number {
  return Math.floor(head / (heads / keyValueHeads));
}

function slice(all: Float32Array, count: number, place: number): Float32Array {
  const size = all.length / count;
  return all.subarray(place * size, (place + 1) * size);
}

function readBy({ gain, centred, dModel }: LayerWeights, w: Numbers, version: WeightVersion): Float64Array {
  return version === 'folded' && gain !== null ? foldedRead(w, dModel, gain, centred) : Float64Array.from(w);
}

/**
 * What reads the normalised stream, with gain and centring in it: C diag(γ) w.
 * @param w [d_model, k]
 */
export function foldedRead(w: Numbers, dModel: number, gain: Numbers, centred: boolean): Float64Array {
  const columns = w.length / dModel;
  const out = new Float64Array(w.length);
  for (let row = 0; row < dModel; row++)
    for (let column = 0; column < columns; column++)
      out[row * columns + column] = gain[row]! * w[row * columns + column]!;
  if (!centred) return out;
  for (let column = 0; column < columns; column++) {
    let sum = 0;
    for (let row = 0; row < dModel; row++) sum += out[row * columns + column]!;
    for (let row = 0; row < dModel; row++)
      out[row * columns + column] = out[row * columns + column]! - sum / dModel;
  }
  return out;
}

/** w C: each row less its mean. @param w [k, d_model] */
export function centredRows(w: Numbers, dModel: number): Float64Array {
  const out = Float64Array.from(w);
  for (let first = 0; first < out.length; first += dModel) {
    let sum = 0;
    for (let at = first; at < first + dModel; at++) sum += out[at]!;
    for (let at = first; at < first + dModel; at++) out[at] = out[at]! - sum / dModel;
  }
  return out;
}
