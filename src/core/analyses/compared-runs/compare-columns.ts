/**
 * Two runs column by column: what the first has beyond the second, with interval, test and q, by the statistics of one run
 * (statistics/aggregate.ts). docs/comparing-runs.md.
 */
import { type AggregateInput, aggregateSteps, type ColumnStatistics } from '../../statistics/aggregate.ts';
import { unknownStatistics } from '../../statistics/column-statistics.ts';
import { cutInterval, studentInterval } from '../../statistics/interval.ts';
import type { ChangeDirection } from '../../statistics/outcome.ts';
import { type Resolution, resolutionOfMean } from '../../statistics/resolution.ts';
import { selectRows } from '../../statistics/select-rows.ts';
import { within } from '../../statistics/steps.ts';
import { comparedValues, ONE_ARRANGEMENT } from '../statistics/compared-values.ts';
import type { Comparison } from '../statistics/design-comparison.ts';
import type { RowsOfRuns, RunsDesign } from './runs-design.ts';

/** [pairs, C] of each role, in the order of the run's pairs; null without that role. */
export interface ValuesOfRun {
  readonly set: Float64Array;
  readonly neutral: Float64Array | null;
  readonly control: Float64Array | null;
}

export interface ComparedColumn {
  /** Columns of one family are corrected together. */
  readonly family: string;
  readonly change: ChangeDirection;
  readonly range: readonly [lowest: number | null, highest: number | null];
  /** How finely one run measures it; not known unless told. */
  readonly resolution?: Resolution | null;
}

/** `difference` is `first` less `second`, which are over the same pairs as the difference and weighted as it is. */
export interface RunsColumn extends ColumnStatistics {
  readonly first: number | null;
  readonly second: number | null;
}

export interface ColumnsToCompare {
  readonly columns: readonly ComparedColumn[];
  readonly design: RunsDesign;
  readonly rows: RowsOfRuns;
  readonly values: readonly [first: ValuesOfRun, second: ValuesOfRun];
  readonly seed: number;
  readonly permutations: number;
  /** The smallest effect of interest, in the unit of the columns; 0 for none. */
  readonly margin?: number;
}

type RowsOfTwo = readonly [first: Int32Array, second: Int32Array];

/** So few resamples, where only the estimate is wanted. */
const FEW_RESAMPLES = 2;
/** The interval of two differences of their own is Student's t, as with so few units: no resample holds both together. */
const UNITS_OF_T = 4;

/** Yields the share that is done. Undefined where the design is to describe alone. */
export function* compareColumns(input: ColumnsToCompare): Generator<number, RunsColumn[], void> {
  const { design, rows } = input;
  if (design.as === 'described')
    return input.columns.map(() => ({ ...unknownStatistics(), first: null, second: null }));
  if (rows.own !== null) return yield* fromOwnControls(input, rows.own);
  if (design.beyond === 'control') return yield* beyondControls(input);
  const [first, second] = [0, 1].map((run) => lessNeutral(input, run as 0 | 1)) as [
    Float64Array,
    Float64Array,
  ];
  const comparison: AggregateInput['comparison'] =
    rows.comparison === null
      ? { kind: 'paired', neutral: second, used: new Uint8Array(rows.set[0].length).fill(1) }
      : comparedValues(second, rows.comparison);
  const { columns } = yield* aggregateSteps({
    ...common(input, design.beyond !== 'none'),
    values: first,
    comparison,
  });
  return columns.map((column) => ({
    ...column,
    first: sum(column.control_mean, column.difference),
    second: column.control_mean,
  }));
}

/** Set and control hold what each pair has in the first run beyond the second: the difference of both is one of differences. */
function* beyondControls(input: ColumnsToCompare): Generator<number, RunsColumn[], void> {
  const { rows, values } = input;
  const width = input.columns.length;
  const [first, second] = rows.control as readonly [Int32Array, Int32Array];
  const ofSet = [0, 1].map((run) => selectRows(values[run as 0 | 1].set, width, rows.set[run as 0 | 1]));
  const ofControl = [
    selectRows(values[0].control as Float64Array, width, first),
    selectRows(values[1].control as Float64Array, width, second),
  ];
  const differences = less(ofSet[0] as Float64Array, ofSet[1] as Float64Array);
  const controls = less(ofControl[0] as Float64Array, ofControl[1] as Float64Array);
  const comparison = rows.comparison as Comparison;
  const { columns } = yield* within(
    aggregateSteps({
      ...common(input, true),
      values: differences,
      comparison: comparedValues(controls, comparison),
    }),
    0,
    0.9,
  );
  // The first run by itself, over the same rows; the second follows.
  const alone = yield* within(
    aggregateSteps({
      ...common(input, true),
      ...ONE_ARRANGEMENT,
      bootstrapResamples: FEW_RESAMPLES,
      topK: 0,
      values: where(ofSet[0] as Float64Array, differences),
      comparison: comparedValues(where(ofControl[0] as Float64Array, controls), comparison),
    }),
    0.9,
    1,
  );
  return columns.map((column, c) => {
    const own = alone.columns[c]?.difference ?? null;
    return {
      ...column,
      first: own,
      second: sum(own, column.difference === null ? null : -column.difference),
    };
  });
}

/**
 * [C] what each column of one run has beyond the control pairs that both have: the rows and weights are those of the comparison.
 *
 * @param input of a design beyond `control`
 */
export function* beyondControlOf(
  input: ColumnsToCompare,
  run: 0 | 1,
): Generator<number, (number | null)[], void> {
  const { rows, columns: asked } = input;
  const { set, control } = input.values[run];
  const { columns } = yield* aggregateSteps({
    ...common(input, false),
    ...ONE_ARRANGEMENT,
    bootstrapResamples: FEW_RESAMPLES,
    topK: 0,
    values: selectRows(set, asked.length, rows.set[run]),
    comparison: comparedValues(
      selectRows(control as Float64Array, asked.length, (rows.control as RowsOfTwo)[run]),
      rows.comparison as Comparison,
    ),
  });
  return columns.map(({ difference }) => difference);
}

/**
 * The differences of two runs from controls of their own are independent: variances add up, degrees of freedom follow Welch and
 * Satterthwaite. There is no test: no exchange of pairs leaves both controls where they are. Where one run's set is in the
 * other's control they are not independent, and the difference has no variance.
 */
function* fromOwnControls(
  input: ColumnsToCompare,
  own: readonly [first: Comparison, second: Comparison],
): Generator<number, RunsColumn[], void> {
  const found: (readonly ColumnStatistics[])[] = [];
  for (const run of [0, 1] as const) {
    const { set, control } = input.values[run];
    const { columns } = yield* within(
      aggregateSteps({
        ...common(input, false),
        ...ONE_ARRANGEMENT,
        bootstrapResamples: FEW_RESAMPLES,
        topK: 0,
        cluster: own[run].rows.cluster,
        values: set,
        comparison: comparedValues(control as Float64Array, own[run]),
      }),
      run / 2,
      (run + 1) / 2,
    );
    found.push(columns);
  }
  return input.columns.map(({ range }, c) => {
    const [first, second] = [found[0]?.[c], found[1]?.[c]];
    if (first === undefined || second === undefined)
      return { ...unknownStatistics(), first: null, second: null };
    return {
      ...differenceOfDifferences(
        input.rows.isCrossed ? { ...first, difference_se: null } : first,
        second,
        range,
      ),
      first: first.difference,
      second: second.difference,
    };
  });
}

export function differenceOfDifferences(
  first: ColumnStatistics,
  second: ColumnStatistics,
  range: ComparedColumn['range'],
): ColumnStatistics {
  const difference = sum(first.difference, second.difference === null ? null : -second.difference);
  const { difference_se: a, difference_dof: ofA } = first;
  const { difference_se: b, difference_dof: ofB } = second;
  const [va, vb] = [(a ?? 0) ** 2, (b ?? 0) ** 2];
  const se = difference === null || a === null || b === null ? null : Math.sqrt(va + vb);
  const parts =
    (va === 0 || ofA === null ? 0 : va ** 2 / ofA) + (vb === 0 || ofB === null ? 0 : vb ** 2 / ofB);
  const dof = se === null || parts === 0 ? null : (va + vb) ** 2 / parts;
  const units =
    first.difference_units === null || second.difference_units === null
      ? null
      : Math.min(first.difference_units, second.difference_units);
  const { kind, limits } = cutInterval(
    studentInterval(
      { estimate: difference ?? 0, se, dof },
      Math.min(UNITS_OF_T, units ?? 0),
      new Float64Array(),
    ),
    boundsOf(doubled(range)),
  );
  return {
    ...unknownStatistics(),
    n: first.n,
    undefined: first.undefined,
    mean: first.mean,
    compared: first.compared,
    compared_control: second.compared,
    control_mean: second.difference,
    difference: difference === 0 ? 0 : difference,
    difference_se: se,
    difference_dof: dof,
    difference_units: units,
    difference_ci_kind: limits === null ? 'none' : kind,
    difference_ci_low: limits?.[0] ?? null,
    difference_ci_high: limits?.[1] ?? null,
  };
}

/** @param isOfDifferences the values are differences already, whose range is twice as wide */
function common(input: ColumnsToCompare, isOfDifferences: boolean) {
  const { margin = 0 } = input;
  return {
    columns: input.columns.map(({ family, change, range, resolution = null }, c) => ({
      family,
      signed: false,
      change,
      range: isOfDifferences ? doubled(range) : range,
      resolution: resolution === null ? null : resolutionOfRuns(input, resolution, c),
    })),
    cluster: input.rows.cluster,
    margins: margin > 0 ? new Float64Array(input.columns.length).fill(margin) : null,
    marginShare: null,
    seed: input.seed,
    permutations: input.permutations,
  };
}

/**
 * How far the difference of two runs may be off: as far as all means together that it is made of. It is halved, for statistics take
 * the difference for one of two values.
 */
function resolutionOfRuns(
  { values, columns, design }: ColumnsToCompare,
  resolution: Resolution,
  column: number,
): Resolution {
  const sides = values.flatMap(({ set, neutral, control }) => [
    set,
    ...(design.beyond === 'none' ? [] : [neutral ?? control]),
  ]);
  let error = 0;
  for (const side of sides) {
    const own = side === null ? [] : columnOf(side, columns.length, column);
    if (own.length > 0)
      error += resolutionOfMean(resolution, own.reduce((sum, value) => sum + value, 0) / own.length);
  }
  return { kind: 'linear', error: error / 2, noChange: 0 };
}

/** The values of a column that exist. */
function columnOf(values: Float64Array, width: number, column: number): number[] {
  const own: number[] = [];
  for (let at = column; at < values.length; at += width) {
    const value = values[at] ?? Number.NaN;
    if (!Number.isNaN(value)) own.push(value);
  }
  return own;
}

/** [rows, C] of a run's compared pairs, less their neutrals where that is the design. */
function lessNeutral({ rows, values, columns }: ColumnsToCompare, run: 0 | 1): Float64Array {
  const own = selectRows(values[run].set, columns.length, rows.set[run]);
  if (rows.neutral === null) return own;
  return less(own, selectRows(values[run].neutral as Float64Array, columns.length, rows.neutral[run]));
}

function less(first: Float64Array, second: Float64Array): Float64Array {
  return first.map((value, index) => value - (second[index] ?? Number.NaN));
}

/** Where the other has a value. */
function where(values: Float64Array, other: Float64Array): Float64Array {
  return values.map((value, index) => (Number.isNaN(other[index] ?? Number.NaN) ? Number.NaN : value));
}

function doubled([lowest, highest]: ComparedColumn['range']): ComparedColumn['range'] {
  return lowest === null || highest === null ? [null, null] : [lowest - highest, highest - lowest];
}

/** Two values are no further apart than their range is wide. */
function boundsOf([lowest, highest]: ComparedColumn['range']): ComparedColumn['range'] {
  return lowest === null || highest === null ? [null, null] : [lowest - highest, highest - lowest];
}

function sum(first: number | null, second: number | null): number | null {
  if (first === null || second === null) return null;
  const total = first + second;
  return total === 0 ? 0 : total;
}
