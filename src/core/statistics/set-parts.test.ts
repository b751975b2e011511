import fc from 'fast-check';
import { expect, test } from 'vitest';
import { kindredPairs, partsByValue, randomParts } from './set-parts.ts';

const pair = (original: string, cluster: string | null = null) => ({ original, cluster });

test('pairs of one value are a part, in the order of the first', () => {
  expect([...partsByValue(['b', null, 'a', 'b', null])]).toEqual([
    ['b', [0, 3]],
    [null, [1, 4]],
    ['a', [2]],
  ]);
});

test('pairs of one cluster, or of one original, belong together, also by way of a third', () => {
  const pairs = [pair('It rains.', 'x'), pair('It snows.'), pair('It rains.', 'y'), pair('He ran.', 'y')];
  expect(kindredPairs(pairs)).toEqual([[0, 2, 3], [1]]);
  // A cluster that is called as an original is another thing.
  expect(kindredPairs([pair('a', 'b'), pair('b', 'c')])).toEqual([[0], [1]]);
});

test('a cluster of a quarter of a million pairs is a part', () => {
  const pairs = Array.from({ length: 250_000 }, (_, at) => pair(`It is ${at}.`, 'all'));
  expect(randomParts(pairs, 2, 1).map(({ length }) => length)).toEqual([250_000, 0]);
});

test('halves of single pairs are equally large, and another seed draws others', () => {
  const pairs = Array.from({ length: 100 }, (_, at) => pair(`It is ${at}.`));
  const [first = [], second = []] = randomParts(pairs, 2, 7);
  expect([first.length, second.length]).toEqual([50, 50]);
  expect(randomParts(pairs, 2, 7)).toEqual([first, second]);
  expect(randomParts(pairs, 2, 8)).not.toEqual([first, second]);
  // By chance 25 of the first 50 are in the first half, with a standard deviation of 2.5.
  expect(Math.abs(first.filter((place) => place < 50).length - 25)).toBeLessThan(10);
});

test('no cluster is torn apart, no pair is lost, and parts differ by the largest group at most', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          original: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
          cluster: fc.constantFrom(null, '1', '2', '3'),
        }),
      ),
      fc.integer({ min: 2, max: 5 }),
      fc.nat(),
      (pairs, count, seed) => {
        const parts = randomParts(pairs, count, seed);
        expect(parts.flat().toSorted((a, b) => a - b)).toEqual([...pairs.keys()]);
        const partOf = new Map(
          parts.flatMap((places, part) => places.map((place) => [place, part] as const)),
        );
        const groups = kindredPairs(pairs);
        for (const group of groups) expect(new Set(group.map((place) => partOf.get(place))).size).toBe(1);
        const sizes = parts.map(({ length }) => length);
        const largest = Math.max(0, ...groups.map(({ length }) => length));
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(largest);
      },
    ),
  );
});
