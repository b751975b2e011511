import { describe, expect, it } from 'vitest';
import { lossesOf, nextTokens, padTargets } from './targets.ts';

describe('padTargets', () => {
  it('fills up positions and choices that are missing with id 0', () => {
    expect(padTargets([[[3], [4, 5]], []], { rows: 2, length: 3 }, 6)).toEqual({
      dims: [2, 3, 2],
      ids: BigInt64Array.of(3n, 0n, 4n, 5n, 0n, 0n, 0n, 0n, 0n, 0n, 0n, 0n),
    });
    expect(padTargets([[]], { rows: 1, length: 1 }, 6).dims).toEqual([1, 1, 1]);
  });

  it.each([
    ['other rows', [[[1]], [[1]]], /target_ids has 2 rows, input_ids has 1/],
    ['more positions than there are', [[[1], [1], [1]]], /target_ids\[0\] has 3 positions, the batch 2/],
    ['an id out of the vocabulary', [[[1], [2, 6]]], /target_ids\[0\]\[1\]\[1\] is 6, outside 0 … 5/],
    ['half an id', [[[0.5]]], /target_ids\[0\]\[0\]\[0\] is 0.5/],
  ])('refuses %s', (_what, targets, message) => {
    expect(() => padTargets(targets, { rows: 1, length: 2 }, 6)).toThrow(
      expect.objectContaining({
        code: 'INPUT_INVALID',
        message: expect.stringMatching(message) as string,
      }) as Error,
    );
  });
});

it('nextTokens: what follows each token, padding left out wherever it is', () => {
  const inputIds = [
    [5, 6, 7],
    [8, 9, 0],
    [0, 3, 4],
  ];
  const attentionMask = [
    [1, 1, 1],
    [1, 1, 0],
    [0, 1, 1],
  ];
  expect(nextTokens({ inputIds, attentionMask })).toEqual([
    [[6], [7], []],
    [[9], [], []],
    [[], [4], []],
  ]);
  expect(nextTokens({ inputIds: [[5, 6], [7]] })).toEqual([[[6], []], [[]]]);
});

it('lossesOf: the losses at positions that have a target', () => {
  const loss = { dims: [2, 3, 2], data: Float32Array.from({ length: 12 }, (_, i) => i) };
  expect(lossesOf(loss, [[[4, 5], [], [6]], [[]]])).toEqual([[0, 4], []]);
});
