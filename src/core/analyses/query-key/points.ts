/** The points of a head on a plane, and what each of them is. */
import { type NamedTensors, orNull } from '../named-tensor.ts';
import { hasTensor, queryKeyTensor } from './result.ts';

/** The tokens that all heads were measured on. */
export interface SampledTokens {
  /** [token] the place of its text among all texts; its position in it; its id. */
  readonly inputs: ArrayLike<number>;
  readonly positions: ArrayLike<number>;
  readonly ids: ArrayLike<number>;
  readonly texts: readonly string[];
}

export function sampledTokens(result: NamedTensors): SampledTokens {
  const units = queryKeyTensor(result, 'token_text').data;
  const ends = queryKeyTensor(result, 'token_text_end').data;
  return {
    inputs: queryKeyTensor(result, 'token_input').data,
    positions: queryKeyTensor(result, 'token_position').data,
    ids: queryKeyTensor(result, 'token_id').data,
    texts: Array.from(ends, (end, token) =>
      String.fromCharCode(...units.slice(token === 0 ? 0 : ends[token - 1], end)),
    ),
  };
}

export interface LaidOutHead {
  readonly layer: number;
  readonly head: number;
  /** [2T, 2] queries, then keys. */
  readonly points: Float32Array;
  /** [token] of each query to the first token of its text. */
  readonly toFirst: Float32Array;
  /** [token, partner] the tokens that a query attends to most, -1 where there are fewer; and how much. */
  readonly partners: Int32Array;
  readonly partnerWeights: Float32Array;
  readonly scale: number | null;
  readonly spearmanBefore: number | null;
  readonly spearmanAfter: number | null;
  readonly trustworthiness: number | null;
}

/** Those heads that were laid out, by layer and head. */
export function laidOutHeads(result: NamedTensors): LaidOutHead[] {
  if (!hasTensor(result, 'laid_out')) return [];
  const places = queryKeyTensor(result, 'laid_out').data;
  const [, heads = 1] = queryKeyTensor(result, 'c_norm').shape;
  const row = <Data extends Float32Array | Int32Array>(name: string, index: number): Data => {
    const { data } = queryKeyTensor(result, name);
    const size = data.length / places.length;
    return data.subarray(index * size, (index + 1) * size) as Data;
  };
  const valueOf = (name: string, place: number) => orNull(queryKeyTensor(result, name).data[place]);
  return Array.from(places, (place, index) => ({
    layer: Math.floor(place / heads),
    head: place % heads,
    points: row<Float32Array>('points', index),
    toFirst: row<Float32Array>('to_first', index),
    partners: row<Int32Array>('partners', index),
    partnerWeights: row<Float32Array>('partner_weights', index),
    scale: valueOf('c_drawn', place),
    spearmanBefore: valueOf('spearman_before', place),
    spearmanAfter: valueOf('spearman_after', place),
    trustworthiness: valueOf('trustworthiness', place),
  }));
}
