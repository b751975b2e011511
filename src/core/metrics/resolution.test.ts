import { expect, test } from 'vitest';
import { randomSource } from '../statistics/random.ts';
import { resolutionOfMean } from '../statistics/resolution.ts';
import { METRIC_NAMES, METRICS } from './catalogue.ts';
import { measureByKernels } from './measure-head.fixture.ts';
import type { PlainHead } from './measure-head.reference.ts';
import { resolutionOf, WEIGHT_ERROR } from './resolution.ts';

const SHARE = 1e-4;
const IDS = { original: [101, 5, 6, 7, 8, 9, 102], counterfactual: [101, 5, 6, 4, 7, 8, 9, 102] };
const ALIGNED: [number, number][] = [
  [0, 0],
  [1, 1],
  [2, 2],
  [3, 4],
  [4, 5],
  [5, 6],
  [6, 7],
];
const OPTIONS = {
  queries: 'all',
  causal: false,
  special: new Set([101, 102]),
  stops: new Set<number>(),
} as const;

function drawn(random: () => number, tokens: number, sharpness: number): PlainHead {
  const row = () => {
    const powers = Array.from({ length: tokens }, () => Math.exp(sharpness * random()));
    const sum = powers.reduce((all, power) => all + power, 0);
    return powers.map((power) => power / sum);
  };
  return {
    pattern: Array.from({ length: tokens }, row),
    z: Array.from({ length: tokens }, () => Array.from({ length: 4 }, () => random() - 0.5)),
  };
}

/** Every weight off by the share either way, rows that sum to 1 again; every vector off by it. */
function off(head: PlainHead, random: () => number): PlainHead {
  const moved = (value: number) => value * (1 + (random() < 0.5 ? -SHARE : SHARE));
  return {
    pattern: head.pattern.map((row) => {
      const own = row.map(moved);
      const sum = own.reduce((all, weight) => all + weight, 0);
      return own.map((weight) => weight / sum);
    }),
    z: head.z.map((vector) => vector.map(moved)),
  };
}

test('no metric is off by more than its errors allow, and each by more than a thousandth of it', () => {
  const source = randomSource(7, 'batch-order');
  const random = () => source.below(2 ** 31) / 2 ** 31;
  const largest = new Map(METRIC_NAMES.map((name) => [name, 0]));
  for (let draw = 0; draw < 60; draw++) {
    const [a, b] = [drawn(random, 7, 4), drawn(random, 8, 4)];
    const pair = { ...IDS, aligned: ALIGNED };
    const right = measureByKernels(a, b, pair, OPTIONS, Float64Array);
    const wrong = measureByKernels(off(a, random), off(b, random), pair, OPTIONS, Float64Array);
    for (const name of METRIC_NAMES) {
      const of = resolutionOf(name, SHARE);
      if (of === null) continue;
      const share = Math.abs(right[name] - wrong[name]) / resolutionOfMean(of, right[name]);
      expect(share, name).toBeLessThanOrEqual(1.01);
      largest.set(name, Math.max(largest.get(name) ?? 0, share));
    }
  }
  for (const name of METRIC_NAMES)
    if (METRICS[name].rounding !== null && !name.startsWith('unaligned_mass_original'))
      expect(largest.get(name), name).toBeGreaterThan(1e-3);
});

test('a divergence of 0.04 bits is off by 3.4e-6 at most, and the same row twice by 7.2e-11', () => {
  const of = resolutionOf('attention_js_divergence');
  // 2 e / √(8 ln 2) = 8.49e-6
  expect(of).toMatchObject({ kind: 'root', noChange: 0 });
  expect(resolutionOfMean(of!, 0.04)).toBeCloseTo(2 * 8.493e-6 * 0.2, 8);
  expect(resolutionOfMean(of!, 0)).toBeCloseTo(7.213e-11, 13);
});

test('of a device other than the CPU it is not known', () => {
  expect(resolutionOf('total_variation')?.error).toBe(WEIGHT_ERROR);
  expect(resolutionOf('total_variation', null)).toBeNull();
});

test('what rounding can turn over is bounded by nothing', () => {
  expect(resolutionOf('top_key_overlap')).toBeNull();
});
