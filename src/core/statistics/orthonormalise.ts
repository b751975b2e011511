/**
 * Covariates as orthonormal vectors beside the indicators of groups: Gram and Schmidt, for regressions that have both.
 */

/** A covariate adds nothing where what is left of it is at most this share of its range. */
const NOTHING_LEFT = 1e-8;

/** P pairs in G groups. */
export interface GroupedPairs {
  /** [P] */
  readonly groupOf: Int32Array;
  /** [G] pairs of each group */
  readonly sizes: Float64Array;
}

export interface OrthonormalCovariates {
  /** Names of those that add something to the groups and the ones before. */
  readonly kept: readonly string[];
  /** For each kept one a vector [P] of length 1 with mean 0 in every group, at right angles to the others. */
  readonly basis: readonly Float64Array[];
  /**
   * The same combinations of the covariates with the groups' means left in: what the slope of a basis vector
   * multiplies.
   */
  readonly carried: readonly Float64Array[];
}

/** @param columns covariates [P] in order of precedence, without NaN */
export function orthonormalise(
  columns: readonly { readonly name: string; readonly values: Float64Array }[],
  grouped: GroupedPairs,
): OrthonormalCovariates {
  const kept: string[] = [];
  const basis: Float64Array[] = [];
  const carried: Float64Array[] = [];
  for (const { name, values } of columns) {
    const { low, high, average } = spanOf(values);
    const whole = values.map((value) => value - average);
    const rest = whole.slice();
    // Twice, for the first round leaves rounding of the size of what it takes away.
    for (let round = 0; round < 2; round++) {
      centre(rest, grouped);
      basis.forEach((vector, k) => {
        const share = rest.reduce((sum, value, p) => sum + value * vector[p]!, 0);
        vector.forEach((entry, p) => {
          rest[p]! -= share * entry;
          whole[p]! -= share * carried[k]![p]!;
        });
      });
    }
    const largest = rest.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    if (!(largest > NOTHING_LEFT * (high - low))) continue;
    const length = largest * Math.sqrt(rest.reduce((sum, value) => sum + (value / largest) ** 2, 0));
    kept.push(name);
    basis.push(rest.map((value) => value / length));
    carried.push(whole.map((value) => value / length));
  }
  return { kept, basis, carried };
}

function spanOf(values: Float64Array): { low: number; high: number; average: number } {
  let low = Infinity;
  let high = -Infinity;
  let sum = 0;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
    sum += value;
  }
  return { low, high, average: values.length > 0 ? sum / values.length : 0 };
}

/** Takes the mean of its group from each value, in place. */
function centre(values: Float64Array, { groupOf, sizes }: GroupedPairs): void {
  const means = new Float64Array(sizes.length);
  values.forEach((value, p) => (means[groupOf[p]!]! += value / sizes[groupOf[p]!]!));
  groupOf.forEach((group, p) => (values[p]! -= means[group]!));
}
