/**
 * CR2 of a regression on the indicators of cells and a few covariates (Bell and McCaffrey 2002): what each pair's
 * residual counts in its unit's term of the variance, and the degrees of freedom. With one pair a unit it is HC2.
 *
 * The part of the residual maker that belongs to a unit is I - W Wᵀ, where W has as many columns as the unit touches
 * cells, and one for each covariate. So its root is found from the eigenvalues of WᵀW, which is small, however large
 * the unit.
 */
import type { GroupedPairs } from './orthonormalise.ts';
import { symmetricEigen } from './symmetric-eigen.ts';

/** An eigenvalue of the unit's part at or below this is 0: the fit takes all of that direction. */
const ALL_FITTED = 1e-10;

/** P pairs in cells and units. */
interface UnitsOfRegression {
  readonly grouped: GroupedPairs;
  /** Orthonormal vectors [P], each with mean 0 in every cell. */
  readonly basis: readonly Float64Array[];
  /** [P] */
  readonly unitOf: Int32Array;
}

/**
 * [P] For each unit the vector A g, A the inverse root of the unit's part of the residual maker.
 *
 * @param contrast g, [P]: the estimate is the sum of contrast × value
 */
export function loadingsOfUnits(
  { grouped: { groupOf, sizes }, basis, unitOf }: UnitsOfRegression,
  contrast: Float64Array,
): Float64Array {
  const members = new Map<number, number[]>();
  unitOf.forEach((unit, p) => {
    const known = members.get(unit);
    if (known) known.push(p);
    else members.set(unit, [p]);
  });
  const loadings = new Float64Array(contrast.length);
  for (const pairs of members.values()) {
    const cells = [...new Set(pairs.map((p) => groupOf[p]!))];
    const columns = [
      ...cells.map((cell) => pairs.map((p) => (groupOf[p] === cell ? 1 / Math.sqrt(sizes[cell]!) : 0))),
      ...basis.map((vector) => pairs.map((p) => vector[p]!)),
    ];
    const own = pairs.map((p) => contrast[p]!);
    inverseRootTimes(columns, own).forEach((loading, place) => (loadings[pairs[place]!] = loading));
  }
  return loadings;
}

/** (I - W Wᵀ)^(-1/2) g, or of the pseudo-inverse where directions are fitted altogether. */
function inverseRootTimes(columns: readonly (readonly number[])[], own: readonly number[]): number[] {
  const r = columns.length;
  const dot = (first: readonly number[], second: readonly number[]) =>
    first.reduce((sum, value, place) => sum + value * second[place]!, 0);
  const gram = Float64Array.from({ length: r * r }, (_, at) =>
    dot(columns[Math.floor(at / r)]!, columns[at % r]!),
  );
  const { values, vectors } = symmetricEigen(gram, r);
  const against = columns.map((column) => dot(column, own));
  const result = own.slice();
  values.forEach((value, k) => {
    const rest = 1 - value;
    // ((1 - value)^(-1/2) - 1) / value; a value of 0 belongs to no direction of the unit
    const factor =
      rest <= ALL_FITTED ? -1 / value : value > 1e-14 ? Math.expm1(-Math.log1p(-value) / 2) / value : 0;
    const along = against.reduce((sum, value, c) => sum + value * vectors[c * r + k]!, 0) * factor;
    columns.forEach((column, c) => {
      const share = along * vectors[c * r + k]!;
      column.forEach((entry, place) => (result[place]! += share * entry));
    });
  });
  return result;
}

/**
 * tr(O)² / sum of O_cd² over the units from `first` on, O the covariance of their terms under equal spread. O is a
 * diagonal less P Pᵀ with P [units, cells + covariates], so that it never has to be made in full.
 */
export function unitDegreesOfFreedom(
  { grouped: { groupOf, sizes }, basis, unitOf }: UnitsOfRegression,
  loadings: Float64Array,
  first: number,
  units: number,
): number {
  const cells = sizes.length;
  const width = cells + basis.length;
  const squares = new Float64Array(units);
  const projected = new Float64Array(units * width);
  loadings.forEach((loading, p) => {
    const unit = unitOf[p]! - first;
    if (unit < 0 || unit >= units) return;
    squares[unit]! += loading * loading;
    projected[unit * width + groupOf[p]!]! += loading / Math.sqrt(sizes[groupOf[p]!]!);
    basis.forEach((vector, k) => (projected[unit * width + cells + k]! += loading * vector[p]!));
  });
  const gram = new Float64Array(width * width);
  let trace = 0;
  let diagonal = 0;
  let fourth = 0;
  for (let unit = 0; unit < units; unit++) {
    const row = projected.subarray(unit * width, (unit + 1) * width);
    let square = 0;
    row.forEach((entry, c) => {
      if (entry === 0) return;
      square += entry * entry;
      row.forEach((other, d) => (gram[c * width + d]! += entry * other));
    });
    trace += squares[unit]! - square;
    diagonal += (squares[unit]! - square) ** 2;
    fourth += square * square;
  }
  const all = gram.reduce((sum, entry) => sum + entry * entry, 0);
  return (trace * trace) / (diagonal + Math.max(0, all - fourth));
}
