/** The logit lens in the graph: logits of streams that are not the last, of which no more leaves it than is asked for. */
import type { Value } from '../onnx/graph.ts';
import {
  add,
  div,
  gatherElements,
  gatherRows,
  greater,
  layerNormalization,
  logSumExp,
  mean,
  mul,
  squeeze,
  sqrt,
  sumOverLast,
  toFloat32,
  topK,
  unsqueeze,
} from '../onnx/operators.ts';
import { blockName } from './hook-names.ts';
import type { FrozenNorm } from './layer-norm.ts';
import { LENS_POSITIONS, LENS_TARGETS, LENS_TOP, lensOutput } from './lens-names.ts';
import type { ModelBuilder } from './model-builder.ts';

export interface LensSource {
  readonly layers: number;
  /** What leaves the last block, not yet normalised in a decoder: [batch, pos, dModel]. */
  readonly last: Value;
  readonly vocabulary: number;
  /** A stream [batch, place, dModel] as logits [batch, place, vocabulary], by its own statistics. */
  readonly logitsOf: (stream: Value) => Value;
}

/**
 * Exposes what the graph is to give of the streams' logits. [batch, place] are the positions of LENS_POSITIONS; streams are
 * worked out one after the other, so that the logits of one are in memory at a time.
 */
export function exposeLens(model: ModelBuilder, { layers, last, vocabulary, logitsOf }: LensSource): void {
  const { graph, lens } = model;
  if (lens === null) return;
  const positions = unsqueeze(graph, graph.input(LENS_POSITIONS, 'int64', ['batch', 'place']), [2]);
  const targets = graph.input(LENS_TARGETS, 'int64', ['batch', 'place', 'choice']);
  const top = Math.min(LENS_TOP, vocabulary);
  for (const stream of [...lens].sort((a, b) => a - b)) {
    const whole = stream < layers ? model.valueAt(`${blockName(stream)}.hook_resid_pre`) : last;
    const logits = logitsOf(gatherRows(graph, whole, positions));
    const [values, ids] = topK(graph, logits, top);
    const chosen = gatherElements(graph, logits, targets, 2);
    const higher = greater(graph, unsqueeze(graph, logits, [2]), unsqueeze(graph, chosen, [3]));
    const over = (...axes: (number | string)[]) => ['batch', 'place', ...axes];
    graph.expose(lensOutput(stream, 'top_logits'), values, over(top));
    graph.expose(lensOutput(stream, 'top_ids'), toFloat32(graph, ids), over(top));
    graph.expose(lensOutput(stream, 'log_sum_exp'), squeeze(graph, logSumExp(graph, logits), 2), over());
    graph.expose(lensOutput(stream, 'chosen_logits'), chosen, over('choice'));
    graph.expose(lensOutput(stream, 'ranks'), sumOverLast(graph, toFloat32(graph, higher)), over('choice'));
  }
}

/** A stream through a normalisation by its own statistics; null: through none. */
export function normalised(model: ModelBuilder, x: Value, norm: FrozenNorm | null): Value {
  const { graph } = model;
  if (norm === null) return x;
  const { scale, shift, epsilon, centred } = norm;
  if (centred && shift !== null) return layerNormalization(graph, x, scale, shift, epsilon);
  const squares = add(graph, mean(graph, mul(graph, x, x)), graph.constant('float32', epsilon));
  return mul(graph, div(graph, x, sqrt(graph, squares)), scale);
}
