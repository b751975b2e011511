/**
 * Rotary position embedding (Su et al. 2021), in the layout of GPT-NeoX: of the numbers of a head that turn, number i of
 * the first half and number i of the second are turned together, by (position · frequency i). Numbers after those that
 * turn stay as they are.
 */
import type { Value } from '../onnx/graph.ts';
import { add, concat, cos, mul, sequence, sin, slice, toFloat32, unsqueeze } from '../onnx/operators.ts';
import type { ModelBuilder } from './model-builder.ts';
import type { RotaryFrequencies } from './rotary-frequencies.ts';

export interface Rotary {
  /** [pos, 1, dHead] each, to broadcast over batch and heads; `sine` is negative in the first half. */
  readonly cosine: Value;
  readonly sine: Value;
  /** How many numbers of a head turn; even. */
  readonly rotated: number;
  readonly dHead: number;
}

/**
 * The cosines and sines of a run; layers share them.
 * @param inputIds int64 [batch, pos], for the number of positions
 */
export function rotaryTables(
  { graph }: ModelBuilder,
  inputIds: Value,
  { frequencies, attentionFactor }: RotaryFrequencies,
  dHead: number,
): Rotary {
  const rotated = 2 * frequencies.length;
  const rest = Array<number>(dHead - rotated);
  // A negative frequency turns the sign of its sine and leaves its cosine; 0 turns nothing.
  const signed = [...frequencies.map((frequency) => -frequency), ...frequencies, ...rest.fill(0)];
  const positions = unsqueeze(graph, toFloat32(graph, sequence(graph, inputIds)), [1, 2]);
  const angles = mul(graph, positions, graph.constant('float32', signed));
  const factors = [...Array<number>(rotated).fill(attentionFactor), ...rest.fill(1)];
  const scaled = (x: Value) =>
    attentionFactor === 1 ? x : mul(graph, x, graph.constant('float32', factors));
  return { cosine: scaled(cos(graph, angles)), sine: scaled(sin(graph, angles)), rotated, dHead };
}

/** @param x [batch, pos, head, dHead] @returns the same shape */
export function rotate({ graph }: ModelBuilder, x: Value, { cosine, sine, rotated, dHead }: Rotary): Value {
  const half = rotated / 2;
  const parts = [slice(graph, x, 3, half, rotated), slice(graph, x, 3, 0, half)];
  if (rotated < dHead) parts.push(slice(graph, x, 3, rotated, dHead));
  const swapped = concat(graph, parts, 3);
  return add(graph, mul(graph, x, cosine), mul(graph, swapped, sine));
}
