/**
 * The difference of set and control with covariates held equal: regression on one indicator for each cell (stratum
 * and side) and on covariates with one slope for all. docs/science.md, section 3.
 *
 * Everything that depends on the pairs and not on their values is computed once, in {@link regressionDesign}; a
 * column then costs a few passes over its values.
 */
import type { CellSide, Cells } from './cells.ts';
import { type Estimate, NO_SPREAD, rangeOfBoth, sumOfVariances } from './cr2.ts';
import { mean } from './mean.ts';
import { type GroupedPairs, type OrthonormalCovariates, orthonormalise } from './orthonormalise.ts';
import { loadingsOfUnits, unitDegreesOfFreedom } from './regression-loadings.ts';

/** K covariates of both sides. */
export interface Covariates {
  readonly names: readonly string[];
  /** [pairs of the set, K] row-major */
  readonly set: Float64Array;
  /** [pairs of the control, K] */
  readonly control: Float64Array;
}

/**
 * The pairs of a comparison, those of the set before those of the control: P of both. Cells are numbered by stratum,
 * 0 to S - 1 the set's and S to 2 S - 1 the control's.
 */
export interface RegressionDesign {
  readonly cells: Cells;
  /** Covariates in use, and those left out because they add nothing to the cells and the ones before. */
  readonly kept: readonly string[];
  readonly dropped: readonly string[];
  /** [P] the cell of each pair, and the pairs of each cell. */
  readonly grouped: GroupedPairs;
  /**
   * K' orthonormal vectors [P], each with mean 0 in every cell: what the covariates have beyond the indicators. The
   * residual of values v is v less the mean of the cell, less the sum of vector × (vector · v).
   */
  readonly basis: readonly Float64Array[];
  /**
   * [K'] how far set and control lie apart in each: the difference is that of the means less the sum of shift ×
   * (vector · v).
   */
  readonly shifts: Float64Array;
  /**
   * [P] a unit's term in the variance is the sum of loading × residual over its pairs (CR2; HC2 where each pair is a
   * unit).
   */
  readonly loadings: Float64Array;
  /** [P] unit of each pair, those of the control numbered after those of the set. */
  readonly unitOf: Int32Array;
  /** Degrees of freedom of either side's variance. */
  readonly dof: { readonly set: number; readonly control: number };
}

/** Whether so many pairs are enough for so many covariates: 10 residual degrees of freedom and 2 more for each. */
export function isRegressionOffered(pairs: number, strata: number, covariates: number): boolean {
  return pairs - 2 * strata - covariates >= 10 + 2 * covariates;
}

/** Of the rows of a column those that have every covariate, [pairs, count] row-major. */
export function rowsWithCovariates(rows: Int32Array, covariates: Float64Array, count: number): Int32Array {
  return rows.filter((row) =>
    covariates.subarray(row * count, (row + 1) * count).every((value) => !Number.isNaN(value)),
  );
}

/** @param cells of pairs that have all covariates; a row may occur several times, as in a resample */
export function regressionDesign(cells: Cells, covariates: Covariates): RegressionDesign {
  const { set, control } = cells;
  const strata = set.weights.length;
  const grouped = {
    groupOf: Int32Array.from([
      ...stratumByPair(set),
      ...Array.from(stratumByPair(control), (stratum) => strata + stratum),
    ]),
    sizes: Float64Array.from([...set.sizes, ...control.sizes]),
  };
  const contrast = Float64Array.from(grouped.groupOf, (cell) => {
    const weight = set.weights[cell % strata]! / grouped.sizes[cell]!;
    return cell < strata ? weight : -weight;
  });
  const { kept, basis, carried } = orthonormalise(stackCovariates(cells, covariates), grouped);
  const shifts = Float64Array.from(carried, (vector) => dot(contrast, vector));
  basis.forEach((vector, k) => {
    vector.forEach((entry, p) => (contrast[p]! -= shifts[k]! * entry));
  });
  const unitOf = Int32Array.from([
    ...unitByPair(set),
    ...Array.from(unitByPair(control), (unit) => set.units + unit),
  ]);
  const loadings = loadingsOfUnits({ grouped, basis, unitOf }, contrast);
  const dof = (first: number, units: number) =>
    unitDegreesOfFreedom({ grouped, basis, unitOf }, loadings, first, units);
  return {
    cells,
    kept,
    dropped: covariates.names.filter((name) => !kept.includes(name)),
    grouped,
    basis,
    shifts,
    loadings,
    unitOf,
    dof: { set: dof(0, set.units), control: dof(set.units, control.units) },
  };
}

/**
 * D, its standard error and degrees of freedom with the covariates held equal; SE 0 and no degrees of freedom where
 * nothing is left that spreads.
 *
 * @param setValues the column that the design's `cells.set.rows` points into
 * @param controlValues the column that `cells.control.rows` points into
 */
export function estimateAdjusted(
  design: RegressionDesign,
  setValues: Float64Array,
  controlValues: Float64Array,
): Estimate {
  const { cells, dof } = design;
  const { difference, variance } = fitColumn(design, stackValues(cells, setValues, controlValues));
  const joint = sumOfVariances([
    { variance: variance.set, dof: dof.set },
    { variance: variance.control, dof: dof.control },
  ]);
  const se = Math.sqrt(joint.variance);
  const [low, high] = rangeOfBoth(cells, setValues, controlValues);
  const spreads = se > NO_SPREAD * (high - low) && Number.isFinite(joint.dof);
  return { estimate: difference, se: spreads ? se : 0, dof: spreads ? joint.dof : null };
}

/** D and the variances of its two sides, of values [P] in the design's order. */
function fitColumn(
  { cells, grouped, basis, shifts, loadings, unitOf }: RegressionDesign,
  values: Float64Array,
): { difference: number; variance: { set: number; control: number } } {
  const { means, slopes, residuals } = fitGroups(values, grouped, basis);
  const strata = cells.set.weights.length;
  let difference = 0;
  cells.set.weights.forEach((weight, s) => (difference += weight * (means[s]! - means[strata + s]!)));
  slopes.forEach((slope, k) => (difference -= shifts[k]! * slope));
  const terms = new Float64Array(cells.set.units + cells.control.units);
  residuals.forEach((residual, p) => (terms[unitOf[p]!]! += loadings[p]! * residual));
  const variance = { set: 0, control: 0 };
  terms.forEach((term, unit) => (variance[unit < cells.set.units ? 'set' : 'control'] += term * term));
  return { difference, variance };
}

/**
 * The regression of values [P] on groups and a basis with mean 0 in each. Equal values have slopes and residuals of 0.
 */
export function fitGroups(
  values: Float64Array,
  grouped: GroupedPairs,
  basis: readonly Float64Array[],
): { means: Float64Array; slopes: number[]; residuals: Float64Array } {
  const means = groupMeans(values, grouped);
  const residuals = values.map((value, p) => value - means[grouped.groupOf[p]!]!);
  const slopes = basis.map((vector) => dot(vector, residuals));
  basis.forEach((vector, k) => {
    vector.forEach((entry, p) => (residuals[p]! -= slopes[k]! * entry));
  });
  return { means, slopes, residuals };
}

/**
 * Values less the covariates' part in the model without the side (strata and covariates): what is permuted by whole
 * clusters in place of the values. Rows that are not in use are NaN.
 */
export function withoutCovariates(
  design: RegressionDesign,
  covariates: Covariates,
  setValues: Float64Array,
  controlValues: Float64Array,
): { set: Float64Array; control: Float64Array } {
  const { cells } = design;
  const { grouped, basis, carried } = modelWithoutSide(design, covariates);
  const left = stackValues(cells, setValues, controlValues);
  fitGroups(left, grouped, basis).slopes.forEach((slope, k) => {
    carried[k]!.forEach((entry, p) => (left[p]! -= slope * entry));
  });
  const set = new Float64Array(setValues.length).fill(NaN);
  const control = new Float64Array(controlValues.length).fill(NaN);
  cells.set.rows.forEach((row, p) => (set[row] = left[p]!));
  cells.control.rows.forEach((row, p) => (control[row] = left[cells.set.rows.length + p]!));
  return { set, control };
}

/** Strata in place of cells: the same pairs and kept covariates in the model without the side. */
export function modelWithoutSide(
  { cells, kept }: RegressionDesign,
  covariates: Covariates,
): OrthonormalCovariates & { readonly grouped: GroupedPairs } {
  const grouped: GroupedPairs = {
    groupOf: Int32Array.from([...stratumByPair(cells.set), ...stratumByPair(cells.control)]),
    sizes: cells.set.sizes.map((size, s) => size + cells.control.sizes[s]!),
  };
  const columns = stackCovariates(cells, covariates).filter(({ name }) => kept.includes(name));
  return { grouped, ...orthonormalise(columns, grouped) };
}

/** Values of the pairs in use, [P]. */
export function stackValues(
  { set, control }: Cells,
  setValues: Float64Array,
  controlValues: Float64Array,
): Float64Array {
  const values = new Float64Array(set.rows.length + control.rows.length);
  set.rows.forEach((row, p) => (values[p] = setValues[row]!));
  control.rows.forEach((row, p) => (values[set.rows.length + p] = controlValues[row]!));
  return values;
}

function stackCovariates(cells: Cells, { names, set, control }: Covariates) {
  const column = (of: Float64Array, k: number) => of.filter((_, at) => at % names.length === k);
  return names.map((name, k) => ({ name, values: stackValues(cells, column(set, k), column(control, k)) }));
}

/** [G] mean of each group, within its extremes: equal values have no residuals. */
function groupMeans(values: Float64Array, { groupOf, sizes }: GroupedPairs): Float64Array {
  const groups = Array.from(sizes, (size) => new Float64Array(size));
  const filled = new Int32Array(groups.length);
  values.forEach((value, p) => (groups[groupOf[p]!]![filled[groupOf[p]!]!++] = value));
  return Float64Array.from(groups, mean);
}

function stratumByPair({ entryOfRow, stratumOfEntry }: CellSide): Int32Array {
  return entryOfRow.map((entry) => stratumOfEntry[entry]!);
}

function unitByPair({ entryOfRow, unitOfEntry }: CellSide): Int32Array {
  return entryOfRow.map((entry) => unitOfEntry[entry]!);
}

function dot(first: Float64Array, second: Float64Array): number {
  return first.reduce((sum, value, p) => sum + value * second[p]!, 0);
}
