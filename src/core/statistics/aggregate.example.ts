/** Small tables of values for tests, and the statistics of them. */
import { expect } from 'vitest';
import {
  aggregate,
  type AggregateColumn,
  type AggregateInput,
  type ColumnStatistics,
  type Comparison,
} from './aggregate.ts';
import { randomSource } from './random.ts';

export const COLUMN: AggregateColumn = {
  family: 'metric',
  signed: false,
  change: 'high',
  range: [null, null],
};

/** A column from 0 to 1, none like another, of n values. */
export function column(seed: number, n: number): number[] {
  const random = randomSource(seed, 'permutation');
  return Array.from({ length: n }, () => random.below(1_000_000) / 1_000_000);
}

/** [rows, columns] row-major. */
function table(columns: readonly (readonly number[])[]): Float64Array {
  return Float64Array.from((columns[0] ?? []).flatMap((_, row) => columns.map((values) => values[row]!)));
}

export function inputOf(
  columns: readonly (readonly number[])[],
  options: Partial<AggregateInput> = {},
): AggregateInput {
  return {
    columns: columns.map(() => COLUMN),
    values: table(columns),
    cluster: null,
    comparison: null,
    margins: null,
    marginShare: null,
    seed: 11,
    ...options,
  };
}

export function statisticsOf(
  columns: readonly (readonly number[])[],
  options: Partial<AggregateInput> = {},
): readonly ColumnStatistics[] {
  return aggregate(inputOf(columns, options)).columns;
}

/** A control set in one stratum, pairs as units. */
export function unadjusted(control: readonly (readonly number[])[], pairs: number): Comparison {
  return {
    kind: 'unadjusted',
    control: table(control),
    controlCluster: null,
    stratum: new Int32Array(pairs),
    controlStratum: new Int32Array(control[0]!.length),
    covariates: null,
  };
}

export function paired(neutral: readonly (readonly number[])[]): Comparison {
  return { kind: 'paired', neutral: table(neutral), used: new Uint8Array(neutral[0]!.length).fill(1) };
}

/** No number of a column is NaN, -0 or infinite. */
export function expectClean(columns: readonly ColumnStatistics[]): void {
  for (const statistics of columns) {
    for (const [name, value] of Object.entries(statistics)) {
      if (typeof value !== 'number') continue;
      expect(Number.isFinite(value), `${name} is ${value}`).toBe(true);
      expect(Object.is(value, -0), `${name} is -0`).toBe(false);
    }
  }
}
