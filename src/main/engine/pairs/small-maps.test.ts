import { expect, test } from 'vitest';
import { buildAlignment } from '../../../core/pairs/align.ts';
import { inTurns } from '../threads/turns.ts';
import type { PairActivations, SideActivations } from './activations.ts';
import { smallMaps, type SmallMapsRequest } from './small-maps.ts';

/** One layer of two heads; rows add up to 1 in none of them, so that no number can be taken for another. */
function side(n: number, start: number): SideActivations {
  const data = Float32Array.from({ length: 2 * n * n }, (_, cell) => start + cell);
  return {
    pattern: { shape: [1, 2, n, n], data },
    z: { shape: [1, n, 2, 1], data: new Float32Array(2 * n) },
  };
}

const activations: PairActivations = { original: side(2, 0), counterfactual: side(3, 100) };
const request: SmallMapsRequest = {
  map: 'counterfactual',
  alignment: buildAlignment(
    'edit',
    [
      [0, 0],
      [1, 2],
    ],
    2,
    3,
  ),
  words: null,
  causal: false,
  most: 64,
};
const made = (more: Partial<SmallMapsRequest> = {}) =>
  inTurns(smallMaps(activations, { ...request, ...more }));

test('every head as it is, and the mean over the heads of a layer', async () => {
  const { heads, means } = await made();
  expect(heads.shape).toEqual([1, 2, 3, 3]);
  expect([...heads.data]).toEqual([...activations.counterfactual.pattern.data]);
  expect([...means.data]).toEqual(Array.from({ length: 9 }, (_, cell) => 104.5 + cell));
});

test('the difference has the token that was added last: against nothing, and none where no statement has both', async () => {
  const { heads } = await made({ map: 'difference' });
  expect(heads.shape).toEqual([1, 2, 3, 3]);
  // [0→0, 0→2 with 0→1, 0→1 alone], then the row of the token at 2, then that of the token that was added.
  expect([...heads.data.subarray(0, 9)]).toEqual([100, 101, 101, 104, 105, 107, 103, 105, 104]);
});

test('more tokens than there is room for: the cell farthest from 0 of each block', async () => {
  const { heads } = await made({ most: 2 });
  expect(heads.shape).toEqual([1, 2, 2, 2]);
  expect([...heads.data.subarray(0, 4)]).toEqual([100, 102, 106, 108]);
});

test('what the mask of a decoder forbids has no value, in heads and in means', async () => {
  const { heads, means } = await made({ causal: true });
  const isBlank = [false, true, true, false, false, true, false, false, false];
  expect(Array.from(heads.data.subarray(0, 9), Number.isNaN)).toEqual(isBlank);
  expect(Array.from(means.data, Number.isNaN)).toEqual(isBlank);
});

test('over words, attention to a word is the sum of that to its pieces', async () => {
  const words = { original: [0, 0], counterfactual: [0, 0, 1] };
  const { heads } = await made({ words });
  expect(heads.shape).toEqual([1, 2, 2, 2]);
  expect([...heads.data.subarray(0, 4)]).toEqual([204, 103.5, 213, 108]);
});
