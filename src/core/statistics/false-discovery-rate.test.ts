import { expect, test } from 'vitest';
import reference from '../../../tests/fixtures/statistics/reference.json' with { type: 'json' };
import { benjaminiHochberg } from './false-discovery-rate.ts';

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
