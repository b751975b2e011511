/**
 * The end of a graph with a language-model head: the logits, and what can be read off them without reading them. At 50,257
 * words and 512 tokens the logits are 103 MB, a loss 2 kB.
 *
 *   logits          [batch, pos, vocabulary]   a hook point
 *   log_sum_exp     [batch, pos]               log Σ exp(logit), over the vocabulary
 *   chosen_logits   [batch, pos, choice]       the logits of the ids in the input target_ids, int64 [batch, pos, choice]
 *   loss            [batch, pos, choice]       log_sum_exp - chosen_logits: minus the log of the probability of each of
 *                                              these ids, in nats; with the next token's id, a decoder's loss by position
 */
import type { Value } from '../onnx/graph.ts';
import { gatherElements, logSumExp, matMul, squeeze, sub, unsqueeze } from '../onnx/operators.ts';
import { LOGITS } from './hook-names.ts';
import { type LogitOutput, TARGET_IDS } from './logit-names.ts';
import type { ModelBuilder } from './model-builder.ts';

export interface LogitSource {
  readonly vocabulary: number;
  /** [batch, pos, vocabulary] */
  readonly all: () => Value;
  /** [batch, pos, choice]: those of `ids`, int64 of the same axes, without the others being computed. */
  readonly chosen: (ids: Value) => Value;
}

/**
 * Exposes what the graph is to give of the logits, and computes no more than that needs: ONNX Runtime computes everything
 * in a graph, whether it is asked for or not.
 */
export function exposeLogits(model: ModelBuilder, { vocabulary, all, chosen }: LogitSource): void {
  const { graph, logitOutputs } = model;
  const wants = (output: LogitOutput) => logitOutputs.has(output);
  const ids =
    wants('chosen_logits') || wants('loss')
      ? graph.input(TARGET_IDS, 'int64', ['batch', 'pos', 'choice'])
      : null;
  const overChoices = ['batch', 'pos', 'choice'];

  if (!wants(LOGITS) && !wants('log_sum_exp') && !wants('loss') && !model.isReplaceable(LOGITS)) {
    if (ids) graph.expose('chosen_logits', chosen(ids), overChoices);
    return;
  }
  // What leaves the graph cannot be overwritten: only logits that are asked for, or replaced, are exposed.
  const isHook = wants(LOGITS) || model.isReplaceable(LOGITS);
  const logits = isHook ? model.hook(LOGITS, all(), ['batch', 'pos', vocabulary]) : all();
  const own = ids && gatherElements(graph, logits, ids, 2);
  if (own && wants('chosen_logits')) graph.expose('chosen_logits', own, overChoices);
  if (!wants('log_sum_exp') && !wants('loss')) return;
  const total = logSumExp(graph, logits);
  if (own && wants('loss')) graph.expose('loss', sub(graph, total, own), overChoices);
  if (wants('log_sum_exp')) graph.expose('log_sum_exp', squeeze(graph, total, 2), ['batch', 'pos']);
}

/**
 * The dot products of the stream with some vectors each.
 * @param x [batch, pos, dModel]
 * @param vectors [batch, pos, choice, dModel]
 * @returns [batch, pos, choice]
 */
export function dotProducts(model: ModelBuilder, x: Value, vectors: Value): Value {
  const { graph } = model;
  return squeeze(graph, matMul(graph, vectors, unsqueeze(graph, x, [3])), 3);
}
