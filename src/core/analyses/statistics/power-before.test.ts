import { expect, test } from 'vitest';
import { detectableDifference } from '../../statistics/power.ts';
import { effectWords, powerBefore, powerBySpread } from './power-before.ts';

const size = (pairs: number, units = pairs) => ({ pairs, units });

/** As pwr::pwr.t.test(n, power = .8, type = "paired") and (n, power = .8), to three places. */
test.each([
  [34, 0.4949],
  [90, 0.2984],
  [20, 0.6604],
])('%i pairs, each with its neutral, see d = %d', (pairs, d) => {
  const power = powerBefore({ kind: 'paired', set: size(pairs), control: null }, 1);
  expect(power?.alike.one).toBeCloseTo(d, 3);
  expect(power?.apart).toEqual(power?.alike);
});

test('two samples of 64 see d = 0.5', () => {
  const power = powerBefore({ kind: 'matched', set: size(64), control: size(64) }, 1);
  expect(power?.alike.one).toBeCloseTo(0.4992, 3);
});

test('clusters see what as many pairs would, down to what all pairs would', () => {
  const power = powerBefore({ kind: 'paired', set: size(547, 143), control: null }, 72);
  expect(power?.alike.one).toBe(detectableDifference({ se: 1 / Math.sqrt(143), dof: 142 }, 0.05));
  expect(power?.apart.one).toBe(detectableDifference({ se: 1 / Math.sqrt(547), dof: 142 }, 0.05));
  expect(power?.alike.amongAll).toBe(detectableDifference({ se: 1 / Math.sqrt(143), dof: 142 }, 0.05 / 72));
});

test('by an earlier run: four times the units see half of it', () => {
  const earlier = { se: 0.01, dof: 99, setUnits: 100, controlUnits: null };
  const of = (units: number) =>
    powerBySpread({ kind: 'paired', set: size(units), control: null }, earlier, 72)?.one ?? 0;
  expect(of(100)).toBe(detectableDifference({ se: 0.01, dof: 99 }, 0.05));
  expect(of(400)).toBe(detectableDifference({ se: 0.005, dof: 399 }, 0.05));
});

test('by an earlier run against a control set: by sqrt(1/n + 1/m) of both sides', () => {
  const earlier = { se: Math.sqrt(1 / 400 + 1 / 100), dof: 498, setUnits: 400, controlUnits: 100 };
  const of = (set: number, control: number): number =>
    powerBySpread({ kind: 'matched', set: size(set), control: size(control) }, earlier, 72)?.one ?? 0;
  const seen = (se: number, dof: number) => detectableDifference({ se, dof }, 0.05) ?? 0;
  expect(of(400, 100)).toBeCloseTo(seen(earlier.se, 498), 12);
  // The larger side alone has shrunk: less is seen, though the smaller one is as it was.
  expect(of(100, 100)).toBeCloseTo(seen(Math.sqrt(2 / 100), 499 * (50 / 80) - 1), 12);
  expect(of(1600, 400)).toBeCloseTo(seen(earlier.se / 2, 499 * 4 - 1), 12);
});

test('nothing is forecast of no comparison, or of one unit', () => {
  expect(powerBefore({ kind: 'none', set: size(100), control: null }, 72)).toBeNull();
  expect(powerBefore({ kind: 'paired', set: size(20, 1), control: null }, 72)).toBeNull();
  expect(powerBefore({ kind: 'matched', set: size(20), control: size(0) }, 72)).toBeNull();
  expect(
    powerBySpread(
      { kind: 'none', set: size(9), control: null },
      { se: 1, dof: 9, setUnits: 9, controlUnits: null },
      1,
    ),
  ).toBeNull();
});

test('what effects are called', () => {
  expect([0.1, 0.3, 0.6, 1].map(effectWords)).toEqual([
    'Even small effects can be found.',
    'Medium effects can be found, small ones often not.',
    'Large effects can be found, medium ones often not.',
    'Only large effects can be found.',
  ]);
});
