import { add, matMul } from '../onnx/operators.ts';
import type { Value } from '../onnx/graph.ts';
import type { ModelBuilder } from './model-builder.ts';

/** An affine map: x · weight + bias. */
export interface Linear {
  /** [in, out], the layout that MatMul reads. */
  readonly weight: Value;
  /** [out] */
  readonly bias: Value;
}

/** The affine map that a checkpoint keeps as PyTorch's nn.Linear does: `name`.weight [out, in] and `name`.bias [out]. */
export function takeLinear(model: ModelBuilder, name: string, sizeIn: number, sizeOut: number): Linear {
  return {
    weight: model.weights.take([`${name}.weight`], [sizeOut, sizeIn], 'transposed'),
    bias: model.weights.take([`${name}.bias`], [sizeOut]),
  };
}

/** @param x [..., in] @returns [..., out] */
export function linear(model: ModelBuilder, x: Value, { weight, bias }: Linear): Value {
  return add(model.graph, matMul(model.graph, x, weight), bias);
}
