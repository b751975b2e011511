/** Intervals of columns of one design, with the bootstrap where the number of units takes one. */
import { bootstrapBlocks, studentisedBootstrap } from './bootstrap.ts';
import type { Estimate } from './cr2.ts';
import type { Design, SidesOfColumn } from './design.ts';
import { canBeGrouped, groupBlocks, type Grouping, groupUnits } from './grouped-units.ts';
import { type Interval, readAtEnds, studentInterval, takesBootstrap } from './interval.ts';
import type { RandomSource } from './random.ts';
import type { CountedSteps } from './steps.ts';

/** Told the interval of a column, and t* of its bootstrap, ascending; null without one. */
export type VisitInterval = (column: number, interval: Interval, resampled: Float64Array | null) => void;

/**
 * Visits every column once, also those without an interval. The steps count resamples of a tile of columns.
 *
 * @param randoms a source for each side
 * @param grouping of units to draw from, where the design has many more; null: units are drawn. `visit` is told t* as far
 *   as an interval reads them, then
 */
export function* studentIntervals(
  design: Design,
  columns: readonly SidesOfColumn[],
  estimates: readonly Estimate[],
  randoms: readonly RandomSource[],
  resamples: number,
  visit: VisitInterval,
  grouping: Grouping | null = null,
): CountedSteps<void> {
  const { units } = design;
  const spread: number[] = [];
  estimates.forEach((estimate, c) => {
    if (takesBootstrap(units) && estimate.se !== null && estimate.se > 0) spread.push(c);
    else visit(c, studentInterval(estimate, units, new Float64Array()), null);
  });
  const visitAs = (numbers: readonly number[]) => (place: number, resampled: Float64Array) => {
    const c = numbers[place]!;
    visit(c, studentInterval(estimates[c]!, units, resampled), resampled);
  };
  let alone = spread;
  if (grouping !== null && canBeGrouped(design, grouping)) {
    const grouped = groupUnits(
      design,
      spread.map((c) => columns[c]!),
      grouping,
    );
    const chosen = [...spread.keys()].filter((place) => grouped.standardErrors[place]! > 0);
    // Groups whose sums happen to be all the same tell nothing of the spread.
    alone = spread.filter((_, place) => grouped.standardErrors[place] === 0);
    yield* studentisedBootstrap(
      grouped.design,
      chosen.map((place) => grouped.columns[place]!),
      chosen.map((place) => grouped.standardErrors[place]!),
      groupBlocks(grouped.design, grouping, randoms, resamples),
      resamples,
      visitAs(chosen.map((place) => spread[place]!)),
      readAtEnds(resamples),
    );
  }
  yield* studentisedBootstrap(
    design,
    alone.map((c) => columns[c]!),
    alone.map((c) => estimates[c]!.se!),
    design.sides.map((side, g) => bootstrapBlocks(side, randoms[g]!)),
    resamples,
    visitAs(alone),
  );
}
