import { expect, test } from 'vitest';
import { goldenCases, isGolden } from './golden.example.ts';
import { rankStability, topHeads, topSize } from './rank-stability.ts';

interface Input {
  readonly estimates: (number | null)[][];
  readonly k: number;
}
interface Expected {
  readonly top: number[];
  readonly inclusion: (number | null)[];
  readonly overlap: number;
}

test.each(goldenCases<Input, Expected>('rank_stability'))('$name', ({ input, expected }) => {
  const [own, ...resampled] = input.estimates.map((row) => row.map((value) => value ?? NaN));
  const result = rankStability(Float64Array.from(own!), Float64Array.from(resampled.flat()), input.k);
  expect(result.top).toEqual(expected.top);
  result.inclusion.forEach((share, head) =>
    expect(share).toSatisfy((value: number | null) => isGolden(value, expected.inclusion[head]!)),
  );
  expect(result.overlap).toSatisfy((value: number) => isGolden(value, expected.overlap));
});

test('the order is that of a sort: larger first, ties to the lower head', () => {
  let state = 1;
  const next = () => (state = (state * 48271) % 2147483647) / 2147483647;
  for (let round = 0; round < 50; round++) {
    const values = Float64Array.from({ length: 17 }, () => (next() < 0.2 ? NaN : Math.round(next() * 6)));
    const sorted = [...values.keys()]
      .filter((head) => !Number.isNaN(values[head]))
      .sort((a, b) => values[b]! - values[a]! || a - b);
    for (const k of [0, 1, 5, 17]) expect(topHeads(values, k)).toEqual(sorted.slice(0, k));
  }
});

test('the top of a few heads is at most half of them', () => {
  expect([72, 20, 7, 1, 0].map((heads) => topSize(heads))).toEqual([10, 10, 3, 0, 0]);
  expect(rankStability(Float64Array.of(1), Float64Array.of(1, 2), 0)).toEqual({
    top: [],
    inclusion: [0],
    overlap: null,
  });
});

test('a metric undefined for all heads has no top', () => {
  const none = new Float64Array(4).fill(NaN);
  expect(rankStability(none, new Float64Array(12).fill(NaN), 2)).toEqual({
    top: [],
    inclusion: [null, null, null, null],
    overlap: 0,
  });
});
