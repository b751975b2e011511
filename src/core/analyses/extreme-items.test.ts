import { describe, expect, it } from 'vitest';
import { areAlike, decileItems, extremeItems, rankedItems } from './extreme-items.ts';

/** Items 0 to n - 1 of which each has its own place as its value. */
const counted = (n: number) =>
  rankedItems(
    Array.from({ length: n }, (_, index) => index),
    Array.from({ length: n }, (_, index) => index),
  );
const places = (items: readonly { readonly position: number }[]) => items.map(({ position }) => position);

it('items are ranked by value, the earlier first of equal ones, undefined ones left out', () => {
  expect(rankedItems([3, 5, 8, 9], [0.1, null, 0.4, 0.1])).toEqual([
    { position: 8, value: 0.4, rank: 1 },
    { position: 3, value: 0.1, rank: 2 },
    { position: 9, value: 0.1, rank: 3 },
  ]);
});

it('values that read the same are one number, a single one is none', () => {
  expect(areAlike(rankedItems([0, 1, 2], [1.42, 1.42, 1.4199999]))).toBe(true);
  expect(areAlike(rankedItems([0, 1, 2], [1.42, 1.42, 1.41]))).toBe(false);
  expect(areAlike(rankedItems([0], [1.42]))).toBe(false);
  // As a list with fewer decimals writes them.
  expect(areAlike([{ value: 1.42 }, { value: 1.41 }], (value) => value.toFixed(1))).toBe(true);
});

describe('both ends and the middle', () => {
  it('ten of each, the median between them', () => {
    const { top, middle, bottom, defined } = extremeItems(counted(101));
    expect(places(top)).toEqual([100, 99, 98, 97, 96, 95, 94, 93, 92, 91]);
    expect(places(middle)).toEqual([55, 54, 53, 52, 51, 50, 49, 48, 47, 46]);
    expect(places(bottom)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(defined).toBe(101);
  });

  it.each([3, 7, 29, 30, 31])('of %d items none stands in two lists', (n) => {
    const { top, middle, bottom } = extremeItems(counted(n));
    const all = places([...top, ...middle, ...bottom]);
    expect(new Set(all).size).toBe(all.length);
    expect(all.length).toBe(3 * Math.min(10, Math.floor(n / 3)));
  });

  it('of one or two, all of them are on top', () => {
    expect(extremeItems(counted(2))).toMatchObject({
      top: [{ rank: 1 }, { rank: 2 }],
      middle: [],
      bottom: [],
    });
    expect(extremeItems([])).toEqual({ top: [], middle: [], bottom: [], defined: 0 });
  });
});

describe('by decile', () => {
  it('the largest, one of each decile, the smallest', () => {
    expect(decileItems(counted(100)).map(({ position, words }) => `${words}: ${position}`)).toEqual([
      'highest: 99',
      'decile 10: 94',
      'decile 9: 84',
      'decile 8: 74',
      'decile 7: 64',
      'decile 6: 54',
      'decile 5: 44',
      'decile 4: 34',
      'decile 3: 24',
      'decile 2: 14',
      'decile 1: 4',
      'lowest: 0',
    ]);
    // Of ten each is the middle of its decile, and the ends stand for theirs.
    expect(decileItems(counted(10)).map(({ words }) => words)).toEqual([
      'highest',
      ...[9, 8, 7, 6, 5, 4, 3, 2].map((decile) => `decile ${decile}`),
      'lowest',
    ]);
  });

  it('few items are all there', () => {
    expect(decileItems(counted(3)).map(({ words }) => words)).toEqual(['highest', '2 of 3', 'lowest']);
  });
});
