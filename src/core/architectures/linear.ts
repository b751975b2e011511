import { add, matMul } from '../onnx/operators.ts';
import type { Value } from '../onnx/graph.ts';
import type { ModelBuilder } from './model-builder.ts';
import type { MapEnd, MapOwner } from './parameter-names.ts';

/** An affine map: x · weight + bias. */
export interface Linear {
  /** [in, out], the layout that MatMul reads. */
  readonly weight: Value;
  /** [out], where there is one. */
  readonly bias: Value | null;
}

/**
 * The affine map that a checkpoint keeps as PyTorch's nn.Linear does: `name`.weight [out, in] and `name`.bias [out].
 * @param hasBias what the config says
 */
export function takeLinear(
  model: ModelBuilder,
  name: string,
  sizeIn: number,
  sizeOut: number,
  hasBias = true,
): Linear {
  return {
    weight: model.weights.take([`${name}.weight`], [sizeOut, sizeIn], 'transposed'),
    bias: hasBias ? model.weights.take([`${name}.bias`], [sizeOut]) : null,
  };
}

/** The affine map as GPT-2's Conv1D has it: `name`.weight [in, out] and `name`.bias [out]. */
export function takeConv1d(model: ModelBuilder, name: string, sizeIn: number, sizeOut: number): Linear {
  return {
    weight: model.weights.take([`${name}.weight`], [sizeIn, sizeOut]),
    bias: model.weights.take([`${name}.bias`], [sizeOut]),
  };
}

/**
 * Declares the parameters of a map: `owner`.W_`end` [in, out], and `owner`.b_`end` [out] where there is a bias.
 */
export function declareLinear(
  model: ModelBuilder,
  owner: MapOwner,
  end: MapEnd,
  { weight, bias }: Linear,
): void {
  model.parameter(`${owner}.W_${end}`, weight);
  if (bias) model.parameter(`${owner}.b_${end}`, bias);
}

/** @param x [..., in] @returns [..., out] */
export function linear(model: ModelBuilder, x: Value, { weight, bias }: Linear): Value {
  const product = matMul(model.graph, x, weight);
  return bias ? add(model.graph, product, bias) : product;
}
