import type { Value } from '../onnx/graph.ts';
import type { Activation } from './activations.ts';
import type { BlockName } from './hook-names.ts';
import { declareLinear, type Linear, linear } from './linear.ts';
import type { ModelBuilder } from './model-builder.ts';

export interface Mlp {
  readonly up: Linear;
  readonly down: Linear;
  readonly activation: Activation;
  /** Width of the hidden layer. */
  readonly dMlp: number;
}

/** What a block does after its attention. */
export interface FeedForward {
  /** x [batch, pos, dModel] in, the same shape out. */
  readonly apply: (block: BlockName, x: Value) => Value;
  /** null where it is gated: no two maps with an activation between them. */
  readonly mlp: Mlp | null;
}

export function plainFeedForward(model: ModelBuilder, layers: Mlp): FeedForward {
  return { apply: (block, x) => mlp(model, block, x, layers), mlp: layers };
}

/**
 * Two affine maps with an activation between them. Hook points: mlp.hook_pre and mlp.hook_post [batch, pos, dMlp],
 * before and after the activation. Parameters: mlp.W_in [dModel, dMlp], b_in [dMlp], W_out [dMlp, dModel], b_out [dModel].
 * @param block prefix of the hook names
 * @param x [batch, pos, dModel]
 * @returns [batch, pos, dModel]
 */
export function mlp(
  model: ModelBuilder,
  block: BlockName,
  x: Value,
  { up, down, activation, dMlp }: Mlp,
): Value {
  const axes = ['batch', 'pos', dMlp];
  declareLinear(model, `${block}.mlp`, 'in', up);
  declareLinear(model, `${block}.mlp`, 'out', down);
  const pre = model.hook(`${block}.mlp.hook_pre`, linear(model, x, up), axes);
  const post = model.hook(`${block}.mlp.hook_post`, activation(model.graph, pre), axes);
  return linear(model, post, down);
}
