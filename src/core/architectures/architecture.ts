import type { Graph } from '../onnx/graph.ts';
import type { ModelBuilder } from './model-builder.ts';
import type { ParameterView } from './parameter-view.ts';
import type { WeightsPlan } from './weights-plan.ts';

/** The sizes that say what a model is like, whatever its family. */
export interface Dimensions {
  readonly layers: number;
  readonly heads: number;
  readonly dModel: number;
  readonly dHead: number;
  /** Longest input, in tokens. */
  readonly maxPositions: number;
  readonly vocabularySize: number;
  /** Kinds of segments (sentence A and B); 0 where the family has none. */
  readonly tokenTypes: number;
}

/**
 * A checkpoint, compiled. The graph reads input_ids [batch, pos] and attention_mask [batch, pos] (1: a token, 0:
 * padding), and token_type_ids [batch, pos] where there are token types, all int64; its outputs are the hook points with
 * their axes, float32, in the order of computation.
 */
export interface CompiledModel {
  readonly architecture: string;
  /** A decoder: a position attends to itself and to what precedes it, so the logits there are of the next token. */
  readonly causal: boolean;
  readonly dimensions: Dimensions;
  readonly graph: Graph;
  readonly weights: WeightsPlan;
  /** Where each parameter lies in the weights file, by its TransformerLens name. */
  readonly parameterViews: ReadonlyMap<string, ParameterView>;
}

/** What a family says of the model that it has built. */
export interface BuiltModel extends Pick<CompiledModel, 'causal' | 'dimensions'> {
  /**
   * What the names of the model's own tensors begin with. A tensor there that was neither taken nor left is refused;
   * elsewhere there are heads for other tasks, which change nothing that a hook point shows.
   */
  readonly namespaces: readonly string[];
}

/**
 * Builds the graph of one family of models.
 * @param config config.json, parsed
 * @param model where the graph, its weights and its hook points go
 * @throws CoreError MODEL_INVALID (the config makes no sense), MODEL_UNSUPPORTED (a variant that Pairlens does not
 *   compute), TENSOR_MISSING, CHECKPOINT_INVALID (a tensor is not as the config says)
 */
export type BuildFamily = (config: Readonly<Record<string, unknown>>, model: ModelBuilder) => BuiltModel;
