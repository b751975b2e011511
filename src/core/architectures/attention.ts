/**
 * Multi-head self-attention with its hook points, in TransformerLens' names and axis orders:
 *
 *   attn.hook_q                   [batch, pos, head, dHead]
 *   attn.hook_k, hook_v           [batch, pos, head, dHead]   with grouped heads, as many as there are key-value heads
 *   attn.hook_rot_q, hook_rot_k   [batch, pos, head, dHead]   after rotation, where positions are rotary
 *   attn.hook_attn_scores         [batch, head, query, key]   q·k times the scale, with the mask added, as
 *                                                             TransformerLens has it: keys that are masked out are at
 *                                                             about -3.4e38
 *   attn.hook_pattern             [batch, head, query, key]   rows sum to 1
 *   attn.hook_z                   [batch, pos, head, dHead]   pattern times v
 *
 * and its parameters:
 *
 *   attn.W_Q                      [head, dModel, dHead]
 *   attn.W_K, W_V                 [head, dModel, dHead]       with grouped heads, as many as there are key-value heads
 *   attn.W_O                      [head, dHead, dModel]
 *   attn.b_Q, b_K, b_V            [head, dHead]               where there are biases
 *   attn.b_O                      [dModel]
 *
 * Grouped heads (Ainslie et al. 2023): consecutive queries' heads share a key-value head.
 */
import type { Value } from '../onnx/graph.ts';
import { add, gather, matMul, mul, reshape, softmax, transpose } from '../onnx/operators.ts';
import type { BlockName } from './hook-names.ts';
import { type Linear, linear } from './linear.ts';
import type { ModelBuilder } from './model-builder.ts';
import type { HeadShape, Projection } from './projections.ts';
import { type Rotary, rotate } from './rotary.ts';

export interface Attention {
  readonly projection: Projection;
  /** From heads * dHead to dModel. */
  readonly output: Linear;
  readonly shape: HeadShape;
  /** What scores are multiplied by: 1 / sqrt(dHead), as a rule. */
  readonly scale: number;
  /** Rotation by position, where the family has it. */
  readonly rotary?: Rotary;
}

/**
 * @param block prefix of the hook names
 * @param x [batch, pos, dModel]
 * @param additiveMask broadcasts to [batch, head, query, key]
 * @returns what the block's attention adds to the residual stream, [batch, pos, dModel]
 */
export function selfAttention(
  model: ModelBuilder,
  block: BlockName,
  x: Value,
  { projection, output, shape, scale, rotary }: Attention,
  additiveMask: Value,
): Value {
  const { graph } = model;
  const { heads, keyValueHeads, dHead } = shape;
  const overKeys = ['batch', heads, 'pos', 'pos'];
  const hook = (name: 'q' | 'k' | 'v' | 'rot_q' | 'rot_k' | 'z', value: Value, count: number) =>
    model.hook(`${block}.attn.hook_${name}`, value, ['batch', 'pos', count, dHead]);

  for (const [name, view] of projection.parameters) model.parameter(`${block}.attn.${name}`, view);
  const outputView = model.weights.view(output.weight);
  model.parameter(`${block}.attn.W_O`, outputView.split(0, [heads, dHead]));
  if (output.bias) model.parameter(`${block}.attn.b_O`, output.bias);

  const projected = projection.project(x);
  let q = hook('q', projected.query, heads);
  let k = hook('k', projected.key, keyValueHeads);
  const v = hook('v', projected.value, keyValueHeads);
  if (rotary) {
    q = hook('rot_q', rotate(model, q, rotary), heads);
    k = hook('rot_k', rotate(model, k, rotary), keyValueHeads);
  }

  const queries = transpose(graph, q, [0, 2, 1, 3]);
  const keys = transpose(graph, forEachQueryHead(model, k, shape), [0, 2, 3, 1]);
  const values = transpose(graph, forEachQueryHead(model, v, shape), [0, 2, 1, 3]);
  const products = matMul(graph, queries, keys);
  const scaled = scale === 1 ? products : mul(graph, products, graph.constant('float32', scale));
  const scores = model.hook(`${block}.attn.hook_attn_scores`, add(graph, scaled, additiveMask), overKeys);
  const pattern = model.hook(`${block}.attn.hook_pattern`, softmax(graph, scores, -1), overKeys);
  const z = hook('z', transpose(graph, matMul(graph, pattern, values), [0, 2, 1, 3]), heads);

  return linear(model, reshape(graph, z, [0, 0, heads * dHead]), output);
}

/** @param x [batch, pos, key-value head, dHead] @returns [batch, pos, head, dHead]: each repeated for its queries */
export function forEachQueryHead(
  { graph }: ModelBuilder,
  x: Value,
  { heads, keyValueHeads }: HeadShape,
): Value {
  if (keyValueHeads === heads) return x;
  const group = heads / keyValueHeads;
  const sources = Array.from({ length: heads }, (_, head) => Math.floor(head / group));
  return gather(graph, x, graph.constant('int64', sources), 2);
}
