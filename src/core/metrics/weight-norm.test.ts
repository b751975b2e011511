import { expect, test } from 'vitest';
import { transformedValueNorms, weightTimesNorm } from './weight-norm.ts';

/** W_O [2, 3] of a head. */
const outputWeights = Float32Array.from([3, 0, 4, 0, 2, 0]);
/** v [3, 2], a row stride of 3 and an offset of 1. */
const v = { data: Float32Array.from([9, 1, 0, 9, 0, -1, 9, 0, 0, 9]), offset: 1, rowStride: 3 };

test('the norm of what a value writes to the residual stream', () => {
  // (1, 0) W_O = (3, 0, 4), (0, -1) W_O = (0, -2, 0)
  expect(Array.from(transformedValueNorms(v, 3, outputWeights, 2, 3))).toEqual([5, 2, 0]);
});

test('a weight counts as much as its vector is long', () => {
  const pattern = Float32Array.from([1, 0, 0, 0.5, 0.5, 0, 0.25, 0.25, 0.5]);
  const norms = transformedValueNorms(v, 3, outputWeights, 2, 3);
  expect(Array.from(weightTimesNorm(pattern, norms))).toEqual([5, 0, 0, 2.5, 1, 0, 1.25, 0.5, 0]);
});

test('a pattern of another statement is refused', () => {
  expect(() => weightTimesNorm(new Float32Array(4), new Float64Array(3))).toThrow('pattern: 4 weights for 3 norms'); // prettier-ignore
});
