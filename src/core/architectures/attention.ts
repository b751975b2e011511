/**
 * Multi-head self-attention with its hook points, in TransformerLens' names and axis orders:
 *
 *   attn.hook_q, hook_k, hook_v   [batch, pos, head, dHead]
 *   attn.hook_attn_scores         [batch, head, query, key]   q·k / sqrt(dHead) with the mask added, as TransformerLens
 *                                                             has it: keys that are masked out are at about -3.4e38
 *   attn.hook_pattern             [batch, head, query, key]   rows sum to 1
 *   attn.hook_z                   [batch, pos, head, dHead]   pattern times v
 */
import type { Value } from '../onnx/graph.ts';
import { add, equal, matMul, mul, reshape, softmax, transpose, unsqueeze, where } from '../onnx/operators.ts';
import { type Linear, linear } from './linear.ts';
import type { ModelBuilder } from './model-builder.ts';

/** The most negative float32: added to a score, it makes the weight exactly 0, yet a row of them alone is no NaN. */
const MASKED = -3.4028234663852886e38;

export interface Attention {
  /** Each from dModel to heads * dHead, heads one after the other. */
  readonly query: Linear;
  readonly key: Linear;
  readonly value: Linear;
  /** From heads * dHead to dModel. */
  readonly output: Linear;
  readonly heads: number;
  readonly dHead: number;
}

/**
 * What to add to the scores so that padding gets no attention.
 * @param attentionMask int64 [batch, pos], 0 for padding
 * @returns float32 [batch, 1, 1, key]: 0 for a token, the most negative number for padding
 */
export function paddingMask({ graph }: ModelBuilder, attentionMask: Value): Value {
  const isPadding = equal(graph, attentionMask, graph.constant('int64', 0));
  const additive = where(graph, isPadding, graph.constant('float32', MASKED), graph.constant('float32', 0));
  return unsqueeze(graph, additive, [1, 2]);
}

/**
 * @param block prefix of the hook names: 'blocks.0'
 * @param x [batch, pos, dModel]
 * @param additiveMask broadcasts to [batch, head, query, key]
 * @returns what the block's attention adds to the residual stream, [batch, pos, dModel]
 */
export function selfAttention(
  model: ModelBuilder,
  block: string,
  x: Value,
  { query, key, value, output, heads, dHead }: Attention,
  additiveMask: Value,
): Value {
  const { graph } = model;
  const perHead = ['batch', 'pos', heads, dHead];
  const overKeys = ['batch', heads, 'pos', 'pos'];
  const project = (name: string, projection: Linear) =>
    model.hook(
      `${block}.attn.hook_${name}`,
      reshape(graph, linear(model, x, projection), [0, 0, heads, dHead]),
      perHead,
    );

  const q = transpose(graph, project('q', query), [0, 2, 1, 3]);
  const k = transpose(graph, project('k', key), [0, 2, 3, 1]);
  const v = transpose(graph, project('v', value), [0, 2, 1, 3]);

  const scaled = mul(graph, matMul(graph, q, k), graph.constant('float32', 1 / Math.sqrt(dHead)));
  const scores = model.hook(`${block}.attn.hook_attn_scores`, add(graph, scaled, additiveMask), overKeys);
  const pattern = model.hook(`${block}.attn.hook_pattern`, softmax(graph, scores, -1), overKeys);
  const perPosition = transpose(graph, matMul(graph, pattern, v), [0, 2, 1, 3]);
  const z = model.hook(`${block}.attn.hook_z`, perPosition, perHead);

  return linear(model, reshape(graph, z, [0, 0, heads * dHead]), output);
}
