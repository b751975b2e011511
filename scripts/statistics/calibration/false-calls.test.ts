// Runs without a true difference: what is called all the same. Seeds are fixed, so each test passes always or never; it allows three
// Monte-Carlo errors, which a procedure that is right exceeds in one of 370 choices of the seed. Full tables: docs/calibration.md.
import { describe, expect, test } from 'vitest';
import {
  mismatchedShapes,
  pairedClusters,
  splitControls,
  splitTemplates,
  type FalseCalls,
} from './false-calls.ts';
import { fixtureColumns } from './fixture.ts';
import { agrees, errorsAbove, type Rate } from './tally.ts';

const SEED = 8;
const LEVEL = 0.05;
/** Errors that a simulated rate may lie above what is stated. */
const ERRORS = 3;
const TIMEOUT = 120_000;

const data = fixtureColumns();

const isAtMost = (rate: Rate) => errorsAbove(rate, LEVEL) <= ERRORS;

/** No more calls than stated: of columns, and of families. */
function areCalibrated({ columns, families }: FalseCalls): boolean {
  return isAtMost(columns) && isAtMost(families);
}

describe('controls against other controls, in strata of shape', () => {
  test.each([
    { sizes: [15, 30] as const, runs: 100 },
    { sizes: [133, 133] as const, runs: 40 },
  ])('$sizes pairs', { timeout: TIMEOUT }, ({ sizes, runs }) => {
    const { taken } = splitControls(data, sizes, runs, SEED);
    expect(taken).toSatisfy(areCalibrated);
    expect(taken.columns).toSatisfy((rate: Rate) => agrees(rate, LEVEL));
  });
});

describe('a set with more insertions than its control, both neutral', () => {
  test('unadjusted, most families have a false call, over many heads', { timeout: TIMEOUT }, () => {
    const { taken } = mismatchedShapes(data, 'unadjusted', 25, SEED);
    expect(taken).not.toSatisfy(areCalibrated);
    expect(taken.columns.rate).toBeGreaterThan(0.3);
    expect(taken.families.rate).toBeGreaterThan(0.5);
    expect(taken.headsCalled).toBeGreaterThan(2);
  });

  test('in strata of shape: no more than stated', { timeout: TIMEOUT }, () => {
    const { taken } = mismatchedShapes(data, 'matched', 50, SEED);
    expect(taken).toSatisfy(areCalibrated);
    expect(taken.columns).toSatisfy((rate: Rate) => agrees(rate, LEVEL));
  });
});

describe('half of the templates against the other half', () => {
  test(
    'pairs as units: every family has false calls, of more than half of its heads',
    { timeout: TIMEOUT },
    () => {
      const { taken } = splitTemplates(data, 'pairs', 25, SEED);
      expect(taken).not.toSatisfy(areCalibrated);
      expect(taken.families.rate).toBeGreaterThan(0.9);
      expect(taken.headsCalled).toBeGreaterThan(4);
    },
  );

  test.each(['clusters', 'clusters in strata'] as const)('%s as units', { timeout: TIMEOUT }, (moved) => {
    const { taken } = splitTemplates(data, moved, 80, SEED);
    expect(taken).toSatisfy(areCalibrated);
    expect(taken.columns).toSatisfy((rate: Rate) => agrees(rate, LEVEL));
  });
});

describe('pairs with neutrals of their own, in clusters of 15', () => {
  test('signs by pair: false calls everywhere', { timeout: TIMEOUT }, () => {
    const { taken } = pairedClusters(data, 12, 'pairs', 25, SEED);
    expect(taken).not.toSatisfy(areCalibrated);
    expect(taken.columns.rate).toBeGreaterThan(0.4);
    expect(taken.families.rate).toBeGreaterThan(0.9);
  });

  test.each([6, 12, 24])('signs of %i whole clusters', { timeout: TIMEOUT }, (clusters) => {
    const { taken } = pairedClusters(data, clusters, 'clusters', 80, SEED);
    expect(taken).toSatisfy(areCalibrated);
    // Of the 64 choices of 6 signs, the two-sided p at or below .05 is 2/64.
    expect(taken.columns).toSatisfy((rate: Rate) => agrees(rate, clusters === 6 ? 2 / 64 : LEVEL));
  });
});
