/** Procedures that Pairlens does not use, in plain loops: what they do wrong is part of what is shown. */
import { quantile } from '../../../src/core/statistics/quantile.ts';
import { type Below, shuffled, upTo } from './draws.ts';

/**
 * 95 % percentile bootstrap of the means over pairs, whole units drawn, the same for all columns.
 *
 * @param columns [C] of [pairs]
 * @param units [units] of rows
 * @returns [C]
 */
export function percentileIntervals(
  columns: readonly Float64Array[],
  units: readonly (readonly number[])[],
  resamples: number,
  below: Below,
): (readonly [low: number, high: number])[] {
  const sums = columns.map((values) =>
    Float64Array.from(units, (rows) => rows.reduce((sum, row) => sum + (values[row] ?? NaN), 0)),
  );
  const means = columns.map(() => new Float64Array(resamples));
  const drawn = new Int32Array(units.length);
  for (let resample = 0; resample < resamples; resample++) {
    let pairs = 0;
    for (let place = 0; place < drawn.length; place++) {
      const unit = below(units.length);
      drawn[place] = unit;
      pairs += units[unit]?.length ?? 0;
    }
    sums.forEach((ofUnits, c) => {
      let sum = 0;
      for (const unit of drawn) sum += ofUnits[unit] ?? NaN;
      means[c]?.fill(sum / pairs, resample, resample + 1);
    });
  }
  return means.map((own) => {
    own.sort();
    return [quantile(own, 0.025), quantile(own, 0.975)];
  });
}

/** Two-sided p of the difference of means by itself, not over its standard error. @returns [C] */
export function unstudentisedP(
  set: readonly Float64Array[],
  control: readonly Float64Array[],
  permutations: number,
  below: Below,
): number[] {
  const size = set[0]?.length ?? 0;
  const all = set.map((column, c) => [...column, ...(control[c] ?? [])]);
  const rows = upTo(all[0]?.length ?? 0);
  const totals = all.map((column) => column.reduce((sum, value) => sum + value, 0));
  // With a fixed total the difference of means grows with the sum of the set.
  const observed = all.map((column) => sumOf(column, rows.slice(0, size)));
  const atLeast = all.map(() => 1);
  const atMost = all.map(() => 1);
  for (let permutation = 0; permutation < permutations; permutation++) {
    const chosen = shuffled(rows, below).slice(0, size);
    all.forEach((column, c) => {
      const sum = sumOf(column, chosen);
      const tie = 1e-9 * Math.max(1e-9, Math.abs(totals[c] ?? 0));
      if (sum >= (observed[c] ?? NaN) - tie) atLeast[c] = (atLeast[c] ?? 0) + 1;
      if (sum <= (observed[c] ?? NaN) + tie) atMost[c] = (atMost[c] ?? 0) + 1;
    });
  }
  return all.map((_, c) =>
    Math.min(1, (2 * Math.min(atLeast[c] ?? NaN, atMost[c] ?? NaN)) / (permutations + 1)),
  );
}

function sumOf(column: readonly number[], rows: readonly number[]): number {
  return rows.reduce((sum, row) => sum + (column[row] ?? NaN), 0);
}
