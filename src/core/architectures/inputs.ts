import type { Value } from '../onnx/graph.ts';
import { gather } from '../onnx/operators.ts';
import type { EdgeHook } from './hook-names.ts';
import type { ModelBuilder } from './model-builder.ts';

/** The inputs that every graph has, int64 [batch, pos]. */
export interface TokenInputs {
  readonly inputIds: Value;
  /** 1: a token, 0: padding. */
  readonly attentionMask: Value;
}

export function tokenInputs({ graph }: ModelBuilder): TokenInputs {
  const attentionMask = graph.input('attention_mask', 'int64', ['batch', 'pos']);
  return { inputIds: graph.input('input_ids', 'int64', ['batch', 'pos']), attentionMask };
}

/**
 * Rows of an embedding matrix, as a hook point.
 * @param table [n, dModel]
 * @param indices int64 [batch, pos]
 * @returns [batch, pos, dModel]
 */
export function embedding(
  model: ModelBuilder,
  hook: EdgeHook,
  table: Value,
  indices: Value,
  dModel: number,
): Value {
  return model.hook(hook, gather(model.graph, table, indices), ['batch', 'pos', dModel]);
}
