/** What is added to attention scores so that a query leaves out keys it must not see. */
import type { Value } from '../onnx/graph.ts';
import { equal, greater, or, sequence, unsqueeze, where } from '../onnx/operators.ts';
import type { ModelBuilder } from './model-builder.ts';

/**
 * The most negative float32. A score to which it is added gets a weight of exactly 0; and a row of nothing but masked
 * scores still has weights, where -Infinity would make them NaN.
 */
const MASKED = -3.4028234663852886e38;

/**
 * Of an encoder: padding gets no attention.
 * @param attentionMask int64 [batch, pos], 0 for padding
 * @returns float32 [batch, 1, 1, key]: 0 for a token, the most negative number for padding
 */
export function paddingMask(model: ModelBuilder, attentionMask: Value): Value {
  const { graph } = model;
  return unsqueeze(graph, additive(model, isPadding(model, attentionMask)), [1, 2]);
}

/**
 * Of a decoder: neither padding nor what comes after the query gets attention.
 * @param attentionMask int64 [batch, pos], 0 for padding
 * @returns float32 [batch, 1, query, key]
 */
export function causalMask(model: ModelBuilder, attentionMask: Value): Value {
  const { graph } = model;
  const keys = sequence(graph, attentionMask);
  const isLater = greater(graph, keys, unsqueeze(graph, keys, [1]));
  const padding = unsqueeze(graph, isPadding(model, attentionMask), [1, 2]);
  return additive(model, or(graph, isLater, padding));
}

function isPadding({ graph }: ModelBuilder, attentionMask: Value): Value {
  return equal(graph, attentionMask, graph.constant('int64', 0));
}

function additive({ graph }: ModelBuilder, isMasked: Value): Value {
  return where(graph, isMasked, graph.constant('float32', MASKED), graph.constant('float32', 0));
}
