/** Regression with CR2 as it is written, in full matrices. Tests compare the fast form with it. */
import type { Cells } from './cells.ts';
import type { Covariates } from './regression.ts';
import { symmetricEigen } from './symmetric-eigen.ts';

type Matrix = number[][];

const transpose = (a: Matrix): Matrix => a[0]!.map((_, c) => a.map((row) => row[c]!));
const times = (a: Matrix, b: Matrix): Matrix =>
  a.map((row) => b[0]!.map((_, c) => row.reduce((sum, value, k) => sum + value * b[k]![c]!, 0)));

/** Gauss and Jordan, with pivots. */
function inverse(a: Matrix): Matrix {
  const n = a.length;
  const rows = a.map((row, r) => [...row, ...row.map((_, c) => (r === c ? 1 : 0))]);
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let r = k; r < n; r++) if (Math.abs(rows[r]![k]!) > Math.abs(rows[pivot]![k]!)) pivot = r;
    [rows[k], rows[pivot]] = [rows[pivot]!, rows[k]!];
    const scale = rows[k]![k]!;
    rows[k] = rows[k]!.map((value) => value / scale);
    rows.forEach((row, r) => {
      if (r !== k) rows[r] = row.map((value, c) => value - row[k]! * rows[k]![c]!);
    });
  }
  return rows.map((row) => row.slice(n));
}

/**
 * D, its standard error and degrees of freedom, and the smallest eigenvalue that a unit's part of the residual maker
 * has.
 */
export function plainAdjusted(
  { set, control }: Cells,
  covariates: Covariates,
  setValues: Float64Array,
  controlValues: Float64Array,
): { estimate: number; se: number; dof: number; smallestEigenvalue: number } {
  const strata = set.weights.length;
  const width = covariates.names.length;
  const pairs = [
    ...Array.from(set.rows, (row, p) => ({ side: 0, row, entry: set.entryOfRow[p]! })),
    ...Array.from(control.rows, (row, p) => ({ side: 1, row, entry: control.entryOfRow[p]! })),
  ].map(({ side, row, entry }) => {
    const of = side === 0 ? set : control;
    const own = side === 0 ? covariates.set : covariates.control;
    return {
      side,
      unit: `${side} ${of.unitOfEntry[entry]}`,
      value: (side === 0 ? setValues : controlValues)[row]!,
      regressors: [
        ...Array.from({ length: 2 * strata }, (_, cell) =>
          cell === side * strata + of.stratumOfEntry[entry]! ? 1 : 0,
        ),
        ...own.subarray(row * width, (row + 1) * width),
      ],
    };
  });
  const x = pairs.map(({ regressors }) => regressors);
  const y = pairs.map(({ value }) => [value]);
  const contrast = x[0]!.map((_, c) => {
    if (c >= 2 * strata) return [0];
    return [c < strata ? set.weights[c]! : -set.weights[c - strata]!];
  });
  const bread = inverse(times(transpose(x), x));
  const hat = times(times(x, bread), transpose(x));
  const maker = hat.map((row, r) => row.map((value, c) => (r === c ? 1 : 0) - value));
  const [estimate] = times(transpose(contrast), times(bread, times(transpose(x), y)))[0]!;
  let smallestEigenvalue = Infinity;
  const parts = [0, 1].map((side) => {
    const units = [...new Set(pairs.filter((pair) => pair.side === side).map(({ unit }) => unit))];
    const terms = units.map((unit) => {
      const at = pairs.flatMap((pair, p) => (pair.unit === unit ? [p] : []));
      const block = Float64Array.from(at.flatMap((r) => at.map((c) => maker[r]![c]!)));
      const { values, vectors } = symmetricEigen(block, at.length);
      smallestEigenvalue = Math.min(smallestEigenvalue, ...values);
      const root = at.map((_, r) =>
        at.map((__, c) =>
          values.reduce(
            (sum, value, k) =>
              sum + (vectors[r * at.length + k]! * vectors[c * at.length + k]!) / Math.sqrt(value),
            0,
          ),
        ),
      );
      const own = times(
        root,
        times(
          at.map((p) => x[p]!),
          times(bread, contrast),
        ),
      );
      return times(
        maker.map((row) => at.map((p) => row[p]!)),
        own,
      ).map(([value]) => value!);
    });
    const covariance = terms.map((a) =>
      terms.map((b) => a.reduce((sum, value, p) => sum + value * b[p]!, 0)),
    );
    const trace = covariance.reduce((sum, row, c) => sum + row[c]!, 0);
    const squares = covariance.flat().reduce((sum, value) => sum + value * value, 0);
    const variance = terms.reduce(
      (sum, term) => sum + term.reduce((total, value, p) => total + value * y[p]![0]!, 0) ** 2,
      0,
    );
    return { variance, dof: trace ** 2 / squares };
  });
  const variance = parts.reduce((sum, part) => sum + part.variance, 0);
  const divisor = parts.reduce((sum, part) => sum + part.variance ** 2 / part.dof, 0);
  return { estimate: estimate!, se: Math.sqrt(variance), dof: variance ** 2 / divisor, smallestEigenvalue };
}
