/** Power: how often the test of a paired comparison sees a true difference, beside what the power panel says. */
import { neededFor, powerOf } from '../../../src/core/statistics/power.ts';
import { draws, seedOfRun, upTo, withReplacement } from './draws.ts';
import { differencesOfNegation, type RealColumns } from './real-columns.ts';
import { type Rate, Tally } from './tally.ts';
import { comparePaired, lessMean, rowsOfColumns, spreadOf, TESTS_ONLY } from './trial.ts';

const LEVEL = 0.05;

export interface Power {
  /** Share of p <= .05. */
  readonly simulated: Rate;
  /** What the panel says of a run of this size whose standard error is the true one. */
  readonly stated: number;
}

/** @param effect true difference, in standard deviations of the differences */
export function powerOfPairs(
  data: RealColumns,
  pairs: number,
  effect: number,
  runs: number,
  seed: number,
): Power {
  const population = differencesOfNegation(data).map((column) => {
    const spread = spreadOf(column);
    return lessMean(column).map((value) => value / spread + effect);
  });
  const rows = upTo(population[0]?.length ?? 0);
  const simulated = new Tally();
  const below = draws(seed);
  for (let run = 0; run < runs; run++) {
    const columns = rowsOfColumns(population, withReplacement(rows, pairs, below));
    const sample = { families: data.families, columns, clusters: null };
    const own = comparePaired(sample, TESTS_ONLY, seedOfRun(below));
    simulated.add(own.map(({ p }) => p !== null && p <= LEVEL));
  }
  return { simulated: simulated.rate, stated: powerOf(effect, precisionOf(pairs), LEVEL) ?? NaN };
}

/** Pairs that the panel asks for, from a run of 20 of them. */
export function pairsNeeded(effect: number): number {
  return neededFor(effect, precisionOf(20), { units: 20, pairs: 20 }, LEVEL)?.pairs ?? NaN;
}

/** Of so many differences with a standard deviation of 1. */
function precisionOf(pairs: number) {
  return { se: 1 / Math.sqrt(pairs), dof: pairs - 1 };
}
