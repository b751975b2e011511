import type { Value } from '../onnx/graph.ts';
import { layerNormalization } from '../onnx/operators.ts';
import type { ModelBuilder } from './model-builder.ts';

export interface LayerNorm {
  /** [dModel] each: γ and β. */
  readonly scale: Value;
  readonly shift: Value;
  readonly epsilon: number;
}

/** Takes `name`.weight and `name`.bias, which checkpoints converted from TensorFlow call gamma and beta. */
export function takeLayerNorm(model: ModelBuilder, name: string, dModel: number, epsilon: number): LayerNorm {
  return {
    scale: model.weights.take([`${name}.weight`, `${name}.gamma`], [dModel]),
    shift: model.weights.take([`${name}.bias`, `${name}.beta`], [dModel]),
    epsilon,
  };
}

/** @param x [batch, pos, dModel] @returns the same shape */
export function layerNorm(model: ModelBuilder, x: Value, { scale, shift, epsilon }: LayerNorm): Value {
  return layerNormalization(model.graph, x, scale, shift, epsilon);
}
