/**
 * Resamples and arrangements as they are written: the values of every copy of every unit in a list, and CR2 on these by plain loops.
 * Tests compare the fast kernels with it.
 */
import type { Cells, CellSide } from './cells.ts';

/** A unit's pairs: value and place of its stratum. */
type UnitPairs = readonly { readonly value: number; readonly stratum: number }[];

/** [U] */
export function pairsOfUnits(side: CellSide, values: Float64Array): UnitPairs[] {
  const units = Array.from({ length: side.units }, (): { value: number; stratum: number }[] => []);
  side.rows.forEach((row, p) => {
    const entry = side.entryOfRow[p]!;
    units[side.unitOfEntry[entry]!]!.push({ value: values[row]!, stratum: side.stratumOfEntry[entry]! });
  });
  return units;
}

/** Weighted mean of cells and its CR2 variance, of units of which some may be copies. */
export function plainMoments(
  units: readonly UnitPairs[],
  weights: Float64Array,
): { estimate: number; variance: number } {
  let estimate = 0;
  const terms = units.map(() => 0);
  weights.forEach((weight, s) => {
    const members = units.map((pairs) => pairs.filter(({ stratum }) => stratum === s));
    const all = members.flat();
    const mean = all.reduce((sum, { value }) => sum + value, 0) / all.length;
    estimate += weight * mean;
    members.forEach((own, unit) => {
      const residual = own.reduce((sum, { value }) => sum + (value - mean), 0);
      terms[unit]! += (weight * residual) / (all.length * Math.sqrt(1 - own.length / all.length));
    });
  });
  return { estimate, variance: terms.reduce((sum, term) => sum + term ** 2, 0) };
}

/** Difference of set and control and its variance. */
export function plainDifference(
  set: readonly UnitPairs[],
  control: readonly UnitPairs[],
  { set: { weights } }: Cells,
): { estimate: number; variance: number } {
  const [ofSet, ofControl] = [plainMoments(set, weights), plainMoments(control, weights)];
  return {
    estimate: ofSet.estimate - ofControl.estimate,
    variance: ofSet.variance + ofControl.variance,
  };
}
