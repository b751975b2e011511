// Intervals, equivalence and power where the truth is known. Seeds are fixed; see false-calls.test.ts.
import { describe, expect, test } from 'vitest';
import {
  differenceOfClusters,
  differenceOfPairs,
  meanOfCentres,
  meanOfPairs,
  meanOfTemplates,
} from './coverage.ts';
import { equivalenceAtMargin } from './equivalence.ts';
import { fixtureColumns } from './fixture.ts';
import { pairsNeeded, powerOfPairs } from './power.ts';
import { selectColumns } from './real-columns.ts';
import { errorsAbove, errorsBelow, type Rate } from './tally.ts';

const SEED = 8;
const ERRORS = 3;
const TIMEOUT = 120_000;

const data = fixtureColumns();
/** Every other head, where fewer columns tell as much. */
const half = selectColumns(
  data,
  [...data.families.keys()].filter((column) => column % 2 === 0),
);

/** From 93 % to 97 % of intervals hold the truth, as far as so many runs can tell; of few clusters 91 %. */
const covers =
  (least = 0.93) =>
  (rate: Rate) =>
    errorsBelow(rate, least) <= ERRORS &&
    rate.rate >= least - 0.02 &&
    rate.rate <= 0.97 + ERRORS * rate.error;

describe('the mean of skewed columns', () => {
  test.each([
    { pairs: 8, runs: 120 },
    { pairs: 15, runs: 80 },
    { pairs: 30, runs: 80 },
    { pairs: 100, runs: 50 },
  ])('$pairs pairs', { timeout: TIMEOUT }, ({ pairs, runs }) => {
    const { taken, t, percentile } = meanOfPairs(pairs === 8 ? data : half, pairs, runs, SEED);
    expect(taken).toSatisfy(covers());
    if (pairs > 8) return;
    // What the interval is for: neither of these would do.
    expect(percentile).not.toSatisfy(covers());
    expect(t.rate).toBeLessThan(taken.rate);
  });

  test.each([6, 12, 24])('%i clusters', { timeout: TIMEOUT }, (clusters) => {
    const least = clusters < 12 ? 0.91 : 0.93;
    const { taken, percentile } = meanOfCentres(clusters === 6 ? data : half, clusters, 'equal', 60, SEED);
    expect(taken).toSatisfy(covers(least));
    expect(meanOfTemplates(half, clusters, 'unequal', 60, SEED).taken).toSatisfy(covers(least));
    if (clusters === 6) expect(percentile).not.toSatisfy(covers(least));
  });
});

describe('the difference of a set from its matched control, and Cliff’s delta', () => {
  test.each([
    { pairs: 8, runs: 60 },
    { pairs: 15, runs: 60 },
    { pairs: 30, runs: 60 },
    { pairs: 100, runs: 30 },
  ])('$pairs pairs a side in three strata', { timeout: TIMEOUT }, ({ pairs, runs }) => {
    const { taken, cliffsDelta } = differenceOfPairs(half, pairs, runs, SEED);
    expect(taken).toSatisfy(covers());
    expect(cliffsDelta).toSatisfy(covers());
  });

  test('12 clusters a side in two strata', { timeout: TIMEOUT }, () => {
    const { taken, cliffsDelta } = differenceOfClusters(half, 12, 60, SEED);
    expect(taken).toSatisfy(covers());
    expect(cliffsDelta).toSatisfy(covers());
  });
});

describe('“does not respond” of a difference as large as the margin', () => {
  test(
    'with 8 skewed pairs the bootstrap’s tail takes back most of what t says too often',
    { timeout: TIMEOUT },
    () => {
      const { taken, byT } = equivalenceAtMargin(data, 8, 'upper', 120, SEED);
      expect(errorsAbove(byT, 0.05)).toBeGreaterThan(ERRORS);
      expect(taken.rate - 0.05).toBeLessThan((byT.rate - 0.05) / 2);
    },
  );

  test.each(['upper', 'lower'] as const)(
    'with 100 pairs no oftener than .05, %s edge',
    { timeout: TIMEOUT },
    (edge) => {
      expect(errorsAbove(equivalenceAtMargin(half, 100, edge, 50, SEED).taken, 0.05)).toBeLessThanOrEqual(
        ERRORS,
      );
    },
  );
});

describe('power', () => {
  test.each([
    { pairs: 30, effect: 0.3 },
    { pairs: 30, effect: 0.5 },
    { pairs: 100, effect: 0.2 },
    { pairs: pairsNeeded(0.5), effect: 0.5 },
  ])('$pairs pairs, $effect standard deviations: as stated', { timeout: TIMEOUT }, ({ pairs, effect }) => {
    const { simulated, stated } = powerOfPairs(half, pairs, effect, 80, SEED);
    expect(Math.abs(simulated.rate - stated)).toBeLessThanOrEqual(0.03 + ERRORS * simulated.error);
  });

  test('the pairs asked for give a power of .8, and one fewer does not', () => {
    const { stated } = powerOfPairs(half, pairsNeeded(0.5), 0.5, 2, SEED);
    expect(stated).toBeGreaterThanOrEqual(0.8);
    expect(powerOfPairs(half, pairsNeeded(0.5) - 1, 0.5, 2, SEED).stated).toBeLessThan(0.8);
  });
});
