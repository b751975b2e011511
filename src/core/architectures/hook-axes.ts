/**
 * What the axes of a hook point are. There are three kinds, in TransformerLens' orders:
 *
 *   [batch, pos, …]                      the residual stream, MLPs, logits
 *   [batch, pos, head, dHead]            q, k, v, z
 *   [batch, head, query pos, key pos]    attention scores and pattern
 */
import type { Axis } from '../onnx/graph.ts';

export interface HookAxes {
  /** The axis of positions: of queries, where there are keys too. */
  readonly position: number;
  /** null where the values are not kept head by head. */
  readonly head: number | null;
  /** null where there are no keys. */
  readonly key: number | null;
}

/** @param axes as the graph declares them: names where only the input decides, else sizes */
export function describeAxes(axes: readonly Axis[]): HookAxes {
  const [, second] = axes;
  if (axes.length !== 4) return { position: 1, head: null, key: null };
  return typeof second === 'number' ? { position: 2, head: 1, key: 3 } : { position: 1, head: 2, key: null };
}
