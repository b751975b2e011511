import type { Value } from '../onnx/graph.ts';
import { layerNormalization } from '../onnx/operators.ts';
import type { NormName } from './hook-names.ts';
import type { ModelBuilder } from './model-builder.ts';
import type { NormOwner } from './parameter-names.ts';

export interface LayerNorm {
  /** [dModel] each: γ and β. */
  readonly scale: Value;
  readonly shift: Value;
  readonly epsilon: number;
}

/** What a normalisation does to one part of its input, where its scale is that of the whole: a linear map. */
export interface FrozenNorm {
  /** γ [dModel] */
  readonly scale: Value;
  /** β [dModel]; null for RMS normalisation, which has none. */
  readonly shift: Value | null;
  readonly epsilon: number;
  /** Whether the mean is taken off: not by RMS normalisation. */
  readonly centred: boolean;
}

/** A layer's normalisation. */
export interface HookedNorm {
  /** With its hook points under `name`: x [batch, pos, dModel] in, the same shape out. */
  readonly apply: (name: NormName, x: Value) => Value;
  /** null where nothing is normalised. */
  readonly frozen: FrozenNorm | null;
}

/** Takes `name`.weight and `name`.bias, which checkpoints converted from TensorFlow call gamma and beta. */
export function takeLayerNorm(model: ModelBuilder, name: string, dModel: number, epsilon: number): LayerNorm {
  return {
    scale: model.weights.take([`${name}.weight`, `${name}.gamma`], [dModel]),
    shift: model.weights.take([`${name}.bias`, `${name}.beta`], [dModel]),
    epsilon,
  };
}

/**
 * Parameters: `name`.w and `name`.b [dModel].
 * @param x [batch, pos, dModel]
 * @returns the same shape
 */
export function layerNorm(
  model: ModelBuilder,
  name: NormOwner,
  x: Value,
  { scale, shift, epsilon }: LayerNorm,
): Value {
  model.parameter(`${name}.w`, scale);
  model.parameter(`${name}.b`, shift);
  return layerNormalization(model.graph, x, scale, shift, epsilon);
}

/**
 * With its result as the hook point `name`.hook_normalized. TransformerLens' hook_scale is left out: to have it, the one
 * operator of the graph would have to be nine.
 */
export function hookedLayerNorm(model: ModelBuilder, dModel: number, norm: LayerNorm): HookedNorm {
  return {
    apply: (name, x) =>
      model.hook(`${name}.hook_normalized`, layerNorm(model, name, x, norm), ['batch', 'pos', dModel]),
    frozen: { ...norm, centred: true },
  };
}
