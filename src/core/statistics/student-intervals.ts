/** Intervals of columns of one design, with the bootstrap where the number of units takes one. */
import { bootstrapBlocks, studentisedBootstrap } from './bootstrap.ts';
import type { Estimate } from './cr2.ts';
import type { Design, SidesOfColumn } from './design.ts';
import { type Interval, studentInterval, takesBootstrap } from './interval.ts';
import type { RandomSource } from './random.ts';
import type { CountedSteps } from './steps.ts';

/** Told the interval of a column, and t* of its bootstrap, ascending; null without one. */
export type VisitInterval = (column: number, interval: Interval, resampled: Float64Array | null) => void;

/**
 * Visits every column once, also those without an interval. The steps count resamples of a tile of columns.
 *
 * @param randoms a source for each side
 */
export function* studentIntervals(
  design: Design,
  columns: readonly SidesOfColumn[],
  estimates: readonly Estimate[],
  randoms: readonly RandomSource[],
  resamples: number,
  visit: VisitInterval,
): CountedSteps<void> {
  const { units, sides } = design;
  const spread: number[] = [];
  estimates.forEach((estimate, c) => {
    if (takesBootstrap(units) && estimate.se !== null && estimate.se > 0) spread.push(c);
    else visit(c, studentInterval(estimate, units, new Float64Array()), null);
  });
  yield* studentisedBootstrap(
    design,
    spread.map((c) => columns[c]!),
    spread.map((c) => estimates[c]!.se!),
    sides.map((side, g) => bootstrapBlocks(side, randoms[g]!)),
    resamples,
    (place, resampled) => {
      const c = spread[place]!;
      visit(c, studentInterval(estimates[c]!, units, resampled), resampled);
    },
  );
}
