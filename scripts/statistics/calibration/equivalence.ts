/** "Does not respond" where the true difference is the smallest effect of interest itself: to be said in .05 of runs at most. */
import { equivalenceBounds, equivalenceTest } from '../../../src/core/statistics/equivalence.ts';
import { draws, seedOfRun, upTo, withReplacement } from './draws.ts';
import type { RealColumns } from './real-columns.ts';
import { type Rate, Tally } from './tally.ts';
import { comparePaired, INTERVALS_ONLY, lessMean, rowsOfColumns, spreadOf } from './trial.ts';

const LEVEL = 0.05;

/** In standard deviations: so wide that only one edge counts. */
const MARGIN = 2;

/** Differences as skewed as the controls' columns are, their mean at the margin: above 0 or below it. */
export function equivalenceAtMargin(
  { families, controls }: RealColumns,
  pairs: number,
  edge: 'upper' | 'lower',
  runs: number,
  seed: number,
): { readonly taken: Rate; readonly byT: Rate } {
  const margins = Float64Array.from(controls.columns, (column) => MARGIN * spreadOf(column));
  const atMargin = controls.columns.map((column, c) => {
    const truth = (edge === 'upper' ? 1 : -1) * (margins[c] ?? NaN);
    return lessMean(column).map((value) => value + truth);
  });
  const rows = upTo(controls.clusters.length);
  const taken = new Tally();
  const byT = new Tally();
  const below = draws(seed);
  for (let run = 0; run < runs; run++) {
    const columns = rowsOfColumns(atMargin, withReplacement(rows, pairs, below));
    const own = comparePaired(
      { families, columns, clusters: null },
      INTERVALS_ONLY,
      seedOfRun(below),
      margins,
    );
    taken.add(own.map(({ p_equivalent: p }) => p !== null && p <= LEVEL));
    byT.add(
      own.map(({ difference, difference_se, difference_dof: dof, margin }) => {
        const bounds = equivalenceBounds(difference, difference_se, margin);
        return bounds !== null && dof !== null && equivalenceTest(bounds, dof, null).p <= LEVEL;
      }),
    );
  }
  return { taken: taken.rate, byT: byT.rate };
}
