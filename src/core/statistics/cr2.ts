/**
 * Cluster-robust standard errors of weighted means of cells, and their degrees of freedom: CR2 (Bell and McCaffrey 2002;
 * Pustejovsky and Tipton 2018). One formula for the mean of a sample (one cell), a post-stratified difference, and
 * Cliff's delta by its placements; with a pair a unit it is s / sqrt(n), and Welch's for two cells.
 */
import { fsum } from 'd3-array';
import type { Cells, CellSide } from './cells.ts';
import { mean } from './mean.ts';

/** A standard error at or below this share of the range of the values is 0: rounding, not spread. */
export const NO_SPREAD = 1e-10;

export interface Estimate {
  /** Mean, or difference of means. */
  readonly estimate: number;
  /** 0 where the values do not spread; null with fewer than two units. */
  readonly se: number | null;
  /** null where se is 0 or null */
  readonly dof: number | null;
}

export interface Variance {
  readonly variance: number;
  readonly dof: number;
}

/**
 * Mean, standard error and degrees of freedom of a sample, one cell of weight 1.
 *
 * @param values the column that `side.rows` points into
 * @param dof where it is known: it depends on the design alone
 * @returns null without values
 */
export function estimateMean(side: CellSide, values: Float64Array, dof?: number): Estimate | null {
  const means = cellMeans(side, values);
  const [estimate] = means;
  if (side.rows.length === 0 || estimate === undefined) return null;
  if (side.units < 2) return { estimate, se: null, dof: null };
  const se = Math.sqrt(sideVariance(side, values, means));
  return se <= NO_SPREAD * rangeOf(side, values)
    ? { estimate, se: 0, dof: null }
    : { estimate, se, dof: dof ?? sideDegreesOfFreedom(side) };
}

/**
 * D = sum over strata of w (mean of the set - mean of the control), its standard error and degrees of freedom.
 *
 * @param known degrees of freedom of the variance of set and control, where they are
 */
export function estimateDifference(
  cells: Pick<Cells, 'set' | 'control'>,
  setValues: Float64Array,
  controlValues: Float64Array,
  known: readonly number[] = [],
): Estimate {
  const { set, control } = cells;
  const ofSet = cellMeans(set, setValues);
  const ofControl = cellMeans(control, controlValues);
  const estimate = fsum(set.weights.map((weight, s) => weight * (ofSet[s]! - ofControl[s]!)));
  const { variance, dof } = sumOfVariances([
    { variance: sideVariance(set, setValues), dof: known[0] ?? sideDegreesOfFreedom(set) },
    { variance: sideVariance(control, controlValues), dof: known[1] ?? sideDegreesOfFreedom(control) },
  ]);
  const se = Math.sqrt(variance);
  const [low, high] = rangeOfBoth(cells, setValues, controlValues);
  return se <= NO_SPREAD * (high - low) ? { estimate, se: 0, dof: null } : { estimate, se, dof };
}

/** [S] the mean of each cell. */
export function cellMeans(side: CellSide, values: Float64Array): Float64Array {
  return Float64Array.from(valuesByCell(side, values), mean);
}

/**
 * Variance of sum over strata of w × mean of the cell: sum over units of T², with
 * T = sum over the unit's entries of w R / (N sqrt(1 - n/N)), R the sum of its n values less the cell's mean.
 * Every cell needs two units.
 */
export function sideVariance(
  side: CellSide,
  values: Float64Array,
  means: Float64Array = cellMeans(side, values),
): number {
  const { weights, sizes, rows, entryOfRow, unitOfEntry, stratumOfEntry, entrySizes } = side;
  if (weights.length === 1 && side.units === rows.length) return varianceOfMean(side, values, means[0]!);
  const residuals = new Float64Array(entrySizes.length);
  rows.forEach((row, p) => {
    const entry = entryOfRow[p]!;
    residuals[entry]! += values[row]! - means[stratumOfEntry[entry]!]!;
  });
  const ofUnits = new Float64Array(side.units);
  residuals.forEach((residual, entry) => {
    const s = stratumOfEntry[entry]!;
    const size = sizes[s]!;
    ofUnits[unitOfEntry[entry]!]! +=
      (weights[s]! * residual) / (size * Math.sqrt(1 - entrySizes[entry]! / size));
  });
  return ofUnits.reduce((sum, t) => sum + t * t, 0);
}

/** The same of one cell in which each pair is a unit. */
function varianceOfMean({ weights, rows }: CellSide, values: Float64Array, mean: number): number {
  const divisor = rows.length * Math.sqrt(1 - 1 / rows.length);
  const weight = weights[0]!;
  let sum = 0;
  for (let p = 0; p < rows.length; p++) {
    const t = (weight * (values[rows[p]!]! - mean)) / divisor;
    sum += t * t;
  }
  return sum;
}

/**
 * tr(O)² / sum of O_cd², O the covariance of the units' T under equal spread: it depends on the design alone.
 *
 * O = diag(d) - B Bᵀ with B [U, S], so that sum O_cd² = sum over units of O_cc² plus the squares off the diagonal, which
 * are |BᵀB|² - sum |b_c|⁴: U S² operations in place of U².
 */
export function sideDegreesOfFreedom({
  weights,
  sizes,
  units,
  unitOfEntry,
  stratumOfEntry,
  entrySizes,
}: CellSide): number {
  const strata = weights.length;
  const trace = new Float64Array(units);
  const b = new Float64Array(units * strata);
  entrySizes.forEach((pairs, entry) => {
    const s = stratumOfEntry[entry]!;
    const unit = unitOfEntry[entry]!;
    const size = sizes[s]!;
    trace[unit]! += (weights[s]! ** 2 / size ** 2) * pairs;
    b[unit * strata + s] = ((weights[s]! / size) * pairs) / Math.sqrt(size * (1 - pairs / size));
  });
  const gram = new Float64Array(strata * strata);
  let diagonal = 0;
  let fourth = 0;
  for (let unit = 0; unit < units; unit++) {
    diagonal += trace[unit]! ** 2;
    let square = 0;
    for (let s = 0; s < strata; s++) {
      const own = b[unit * strata + s]!;
      if (own === 0) continue;
      square += own * own;
      for (let t = 0; t < strata; t++) gram[s * strata + t]! += own * b[unit * strata + t]!;
    }
    fourth += square * square;
  }
  const squares = gram.reduce((sum, entry) => sum + entry * entry, 0);
  const total = trace.reduce((sum, entry) => sum + entry, 0);
  return (total * total) / (diagonal + Math.max(0, squares - fourth));
}

/** Welch and Satterthwaite: the variance of a sum of independent parts, and its degrees of freedom (NaN without variance). */
export function sumOfVariances(parts: readonly Variance[]): Variance {
  const variance = parts.reduce((sum, part) => sum + part.variance, 0);
  const divisor = parts.reduce((sum, part) => sum + part.variance ** 2 / part.dof, 0);
  return { variance, dof: variance ** 2 / divisor };
}

/** [S] the values of each cell. */
export function valuesByCell(side: CellSide, values: Float64Array): Float64Array[] {
  if (side.sizes.length === 1) {
    const { rows } = side;
    const own = new Float64Array(rows.length);
    for (let p = 0; p < own.length; p++) own[p] = values[rows[p]!]!;
    return [own];
  }
  const cells = Array.from(side.sizes, (size) => new Float64Array(size));
  const filled = new Int32Array(cells.length);
  side.rows.forEach((row, p) => {
    const s = side.stratumOfEntry[side.entryOfRow[p]!]!;
    cells[s]![filled[s]!++] = values[row]!;
  });
  return cells;
}

/** Largest less smallest of the values in use. */
export function rangeOf({ rows }: CellSide, values: Float64Array): number {
  const [low, high] = extremes(rows, values);
  return high - low;
}

/** Smallest and largest value in use on either side. */
export function rangeOfBoth(
  { set, control }: Pick<Cells, 'set' | 'control'>,
  setValues: Float64Array,
  controlValues: Float64Array,
): [low: number, high: number] {
  const ofSet = extremes(set.rows, setValues);
  const ofControl = extremes(control.rows, controlValues);
  return [Math.min(ofSet[0], ofControl[0]), Math.max(ofSet[1], ofControl[1])];
}

function extremes(rows: Int32Array, values: Float64Array): [low: number, high: number] {
  let low = Infinity;
  let high = -Infinity;
  for (let p = 0; p < rows.length; p++) {
    const value = values[rows[p]!]!;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}
