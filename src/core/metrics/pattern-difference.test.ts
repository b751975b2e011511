import { expect, test } from 'vitest';
import { alignmentFromPositions } from '../pairs/align.ts';
import { patternDifference } from './pattern-difference.ts';

test('counterfactual less original, on the aligned grid', () => {
  const original = { data: Float32Array.of(0.5, 0.5, 0.25, 0.75), offset: 0, rowStride: 2 };
  const counterfactual = {
    data: Float32Array.of(9, 0.25, 0.25, 0.5, 1, 0, 0, 0, 0.5, 0.5),
    offset: 1,
    rowStride: 3,
  };
  // Token 1 of the counterfactual is inserted: rows and columns 0 and 2 are compared.
  const alignment = alignmentFromPositions([[0, 0], [1, 2]], 2, 3); // prettier-ignore
  expect([...patternDifference(original, counterfactual, alignment)]).toEqual([-0.25, 0, -0.25, -0.25]);
});
