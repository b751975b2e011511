/** Comparing activations with PyTorch's, on real positions only. */
import { expect } from 'vitest';
import type { Tensor } from '../../src/core/checkpoints/safetensors.ts';
import type { Activation } from '../../src/main/engine/inference/hooked-session.ts';

/** Largest differences over the real positions of a hook point. */
export interface Difference {
  readonly absolute: number;
  /** The absolute one, over the largest magnitude that PyTorch has there. */
  readonly relative: number;
}

/**
 * @param tokens how many real tokens each row of the batch has; the rest is padding
 * @param perHead the axes are [batch, head, query, key], where query and key must be real; else [batch, pos, …]
 */
export function largestDifference(
  actual: Activation,
  expected: Tensor,
  tokens: readonly number[],
  perHead: boolean,
): Difference {
  expect(actual.dims).toEqual(expected.shape);
  let absolute = 0;
  let magnitude = 0;
  for (let at = 0; at < expected.data.length; at++) {
    if (!isReal(at, expected.shape, tokens, perHead)) continue;
    const wanted = expected.data[at] ?? NaN;
    absolute = Math.max(absolute, Math.abs((actual.data[at] ?? NaN) - wanted));
    magnitude = Math.max(magnitude, Math.abs(wanted));
  }
  return { absolute, relative: absolute / magnitude };
}

function isReal(at: number, shape: readonly number[], tokens: readonly number[], perHead: boolean): boolean {
  const place: number[] = [];
  for (let axis = shape.length - 1, rest = at; axis >= 0; axis--) {
    const size = shape[axis] ?? 1;
    place.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  const [row = 0, second = 0, query = 0, key = 0] = place;
  const real = tokens[row] ?? 0;
  return perHead ? query < real && key < real : second < real;
}
