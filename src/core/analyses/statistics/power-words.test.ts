import { expect, test } from 'vitest';
import { detectableDifference, neededFor } from '../../statistics/power.ts';
import { powerInTheMiddle, powerOfHead, roughly } from './power-words.ts';
import { exampleRow } from './statistics-row.example.ts';

const paired = exampleRow(0, 0, {
  comparison: 'paired',
  compared: 400,
  compared_clusters: 100,
  difference_se: 0.01,
  difference_dof: 99,
});
const precision = { se: 0.01, dof: 99 };

test('what a head could show alone, and among all heads', () => {
  const power = powerOfHead(paired, 72);
  expect(power?.detectable).toBeCloseTo(0.0283, 3);
  expect(power?.detectable).toBe(detectableDifference(precision, 0.05));
  expect(power?.detectableAmongAll).toBe(detectableDifference(precision, 0.05 / 72));
});

test('needed: in clusters and pairs, for half of what shows or for the smallest effect of interest', () => {
  const half = powerOfHead(paired, 72);
  expect(half?.asked).toBe((half?.detectable ?? 0) / 2);
  expect(half?.needed).toEqual(neededFor(half?.asked ?? 0, precision, { units: 100, pairs: 400 }, 0.05));
  const needed = half?.needed;
  expect((needed?.pairs ?? 0) / (needed?.units ?? 1)).toBe(4);
  expect(powerOfHead({ ...paired, margin: 0.005 }, 72)?.asked).toBe(0.005);
});

test('of two sides the smaller one counts', () => {
  const matched = {
    ...paired,
    comparison: 'matched',
    compared_control: 50,
    compared_control_clusters: 20,
  } as const;
  const power = powerOfHead(matched, 1);
  expect(power?.needed).toEqual(neededFor(power?.asked ?? 0, precision, { units: 20, pairs: 50 }, 0.05));
});

test('no standard error, no forecast', () => {
  expect(powerOfHead(exampleRow(0, 0, { comparison: 'paired', compared: 3 }), 72)).toBeNull();
  expect(powerInTheMiddle([], 72)).toBeNull();
});

test('the head in the middle by its standard error speaks for several', () => {
  const rows = [0.03, 0.01, 0.02].map((difference_se) => ({ ...paired, difference_se }));
  expect(powerInTheMiddle(rows, 72)).toEqual(powerOfHead({ ...paired, difference_se: 0.02 }, 72));
});

test('forecasts have two digits', () => {
  expect([roughly(1587), roughly(93), roughly(12_345)]).toEqual(['1,600', '93', '12,000']);
});
