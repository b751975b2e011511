import type { Value } from '../onnx/graph.ts';
import { mul } from '../onnx/operators.ts';
import type { Activation } from './activations.ts';
import type { BlockName } from './hook-names.ts';
import { declareLinear, type Linear, linear } from './linear.ts';
import type { ModelBuilder } from './model-builder.ts';

export interface GatedMlp {
  readonly gate: Linear;
  readonly up: Linear;
  readonly down: Linear;
  readonly activation: Activation;
  /** Width of the hidden layer. */
  readonly dMlp: number;
}

/**
 * A gated linear unit (Shazeer 2020; with silu it is SwiGLU). Hook points, [batch, pos, dMlp] each: mlp.hook_pre, the gate
 * before the activation; mlp.hook_pre_linear, what is gated; mlp.hook_post, the product. Parameters: mlp.W_gate and W_in
 * [dModel, dMlp], W_out [dMlp, dModel], and b_gate, b_in, b_out where they have biases; W_in goes to hook_pre_linear.
 * @param block prefix of the hook names
 * @param x [batch, pos, dModel]
 * @returns [batch, pos, dModel]
 */
export function gatedMlp(
  model: ModelBuilder,
  block: BlockName,
  x: Value,
  { gate, up, down, activation, dMlp }: GatedMlp,
): Value {
  const axes = ['batch', 'pos', dMlp];
  declareLinear(model, `${block}.mlp`, 'gate', gate);
  declareLinear(model, `${block}.mlp`, 'in', up);
  declareLinear(model, `${block}.mlp`, 'out', down);
  const pre = model.hook(`${block}.mlp.hook_pre`, linear(model, x, gate), axes);
  const gated = model.hook(`${block}.mlp.hook_pre_linear`, linear(model, x, up), axes);
  const product = mul(model.graph, activation(model.graph, pre), gated);
  const post = model.hook(`${block}.mlp.hook_post`, product, axes);
  return linear(model, post, down);
}
