import { expect, test } from 'vitest';
import reference from '../../../tests/fixtures/statistics/reference.json' with { type: 'json' };
import { falseDiscoveryRates } from './false-discovery-rate.ts';
import { goldenCases, isGolden } from './golden.example.ts';

const benjaminiHochberg = (p: readonly (number | null)[]) => falseDiscoveryRates(p, null).map(({ q }) => q);

// statsmodels multipletests(method="fdr_bh") and scipy.stats.false_discovery_control, by scripts/statistics/reference.py
test.each(reference.false_discovery)('q of $p', ({ p, q }) => {
  benjaminiHochberg(p).forEach((value, test) => expect(value).toBeCloseTo(q[test]!, 14));
});

test('by hand: p × tests / rank, never below a smaller rank’s', () => {
  // 0.01 × 3 / 1 = 0.03; 0.03 × 3 / 2 = 0.045 but the largest, 0.04 × 3 / 3, is 0.04
  const q = benjaminiHochberg([0.03, 0.01, 0.04]);
  expect(q.map((value) => value!.toFixed(10))).toEqual(['0.0400000000', '0.0300000000', '0.0400000000']);
});

test('tests without a p get no q and count for nothing', () => {
  expect(benjaminiHochberg([null, 0.02, null, 0.5])).toEqual([null, 0.04, null, 0.5]);
  expect(benjaminiHochberg([null, null])).toEqual([null, null]);
  expect(benjaminiHochberg([])).toEqual([]);
});

interface Input {
  readonly p: (number | null)[];
  readonly floor: (number | null)[];
}
interface Expected {
  readonly q: (number | null)[];
  readonly at_most: boolean[];
}

test.each(goldenCases<Input, Expected>('benjamini_hochberg'))('$name', ({ input, expected }) => {
  const rates = falseDiscoveryRates(input.p, input.floor);
  expect(rates.map(({ atMost }) => atMost)).toEqual(expected.at_most);
  rates.forEach(({ q }, test) =>
    expect(q).toSatisfy((value: number | null) => isGolden(value, expected.q[test]!)),
  );
});

test('of heads with the same p some sampled and some exact, the one whose rank gives q decides', () => {
  const floor = 2 / 10001;
  const bounds = (floors: (number | null)[]) =>
    falseDiscoveryRates([floor, floor, 1], floors).map(({ atMost }) => atMost);
  expect(bounds([null, floor, floor])).toEqual([true, true, false]);
  expect(bounds([floor, null, floor])).toEqual([false, false, false]);
});

test('one floor for all', () => {
  expect(falseDiscoveryRates([0.01, 0.5], 0.01)).toEqual([
    { q: 0.02, atMost: true },
    { q: 0.5, atMost: false },
  ]);
});
