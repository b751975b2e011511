/** CR2 as it is written: loops over units and over pairs of them. Tests compare the fast forms with it. */
import type { CellSide } from './cells.ts';
import type { Variance } from './cr2.ts';

/** Variance and degrees of freedom of one side, with the covariance of the units' terms in full: [U, U]. */
export function plainSideVariance(side: CellSide, values: Float64Array): Variance {
  const terms = new Array<number>(side.units).fill(0);
  const covariance = terms.map(() => terms.map(() => 0));
  side.weights.forEach((weight, s) => {
    const members = terms.map((_, unit) => pairsOf(side, values, unit, s));
    const all = members.flat();
    const n = all.length;
    const mean = all.reduce((sum, value) => sum + value, 0) / n;
    const scale = members.map((own) => 1 / Math.sqrt(1 - own.length / n));
    members.forEach((own, c) => {
      const residual = own.reduce((sum, value) => sum + (value - mean), 0);
      terms[c]! += ((weight * residual) / n) * scale[c]!;
      members.forEach((other, d) => {
        const shared = c === d ? own.length : 0;
        covariance[c]![d]! +=
          (weight ** 2 / n ** 2) * (shared - (own.length * other.length) / n) * scale[c]! * scale[d]!;
      });
    });
  });
  const trace = covariance.reduce((sum, row, c) => sum + row[c]!, 0);
  const squares = covariance.flat().reduce((sum, entry) => sum + entry ** 2, 0);
  return { variance: terms.reduce((sum, term) => sum + term ** 2, 0), dof: trace ** 2 / squares };
}

/** The values that a unit has in a stratum. */
function pairsOf(side: CellSide, values: Float64Array, unit: number, stratum: number): number[] {
  return Array.from(side.rows).flatMap((row, p) => {
    const entry = side.entryOfRow[p]!;
    return side.unitOfEntry[entry] === unit && side.stratumOfEntry[entry] === stratum ? [values[row]!] : [];
  });
}
