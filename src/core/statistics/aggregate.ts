/**
 * The statistics of a run: each metric at each head (a column) over all pairs (rows), against a control set where there
 * is one. docs/science.md, section 3.
 *
 * A column's numbers depend on its own values that exist, in the order of the pairs, on those of its control, and on
 * the seed; on nothing else. So they stay the same whichever other columns are asked for, in any order, and undefined
 * values are left out of a column before anything is computed. Columns with equally many values share their resamples.
 * Only q looks at other columns: at those of its family. So a large run can be computed a metric at a time.
 */
import { DEFAULT_BOOTSTRAP_RESAMPLES } from './bootstrap.ts';
import { cliffsDelta } from './cliffs-delta.ts';
import { type ColumnSamples, groupByCounts, readSamples } from './column-samples.ts';
import { benjaminiHochberg } from './false-discovery-rate.ts';
import { mean } from './mean.ts';
import { DEFAULT_PERMUTATIONS } from './permutation.ts';
import { countGroupSteps, resampleGroup, type ResamplingOptions } from './resample-columns.ts';
import { finish } from './steps.ts';
import { type ControlComparison, describeValues, type Summary, type ZeroTest } from './summary.ts';

export interface AggregateColumn {
  /** Columns of one family are corrected together for the number of tests: a metric, over all its heads. */
  readonly family: string;
  /** Whether the values go either way from 0, and so may be tested against it. */
  readonly signed: boolean;
}

export interface AggregateInput {
  /** C columns */
  readonly columns: readonly AggregateColumn[];
  /** [pairs, C] row-major, pairs in the set's order; NaN where undefined */
  readonly values: Float64Array;
  /** [control pairs, C], or null without a control set */
  readonly control: Float64Array | null;
  /** A 32-bit integer. */
  readonly seed: number;
  /** 2,000 unless told. */
  readonly bootstrapResamples?: number;
  /** 10,000 unless told; arrangements of the permutation and sign-flip tests. */
  readonly permutations?: number;
}

export type ColumnStatistics = Summary & ControlComparison & ZeroTest;

export interface AggregateResult {
  /** In the order of the input's columns. */
  readonly columns: readonly ColumnStatistics[];
}

/**
 * The statistics of every column.
 *
 * @throws RangeError when a buffer does not hold whole rows of C values
 */
export function aggregate(input: AggregateInput): AggregateResult {
  return finish(aggregateSteps(input));
}

/** The same in steps of some tens of milliseconds; yields the share of the work that is done, from 0 to 1. */
export function* aggregateSteps(input: AggregateInput): Generator<number, AggregateResult, void> {
  const samples = readSamples(input.columns, input.values, input.control);
  const groups = groupByCounts(samples);
  const options: ResamplingOptions = {
    seed: input.seed,
    resamples: input.bootstrapResamples ?? DEFAULT_BOOTSTRAP_RESAMPLES,
    permutations: input.permutations ?? DEFAULT_PERMUTATIONS,
  };

  const total = groups.reduce((steps, group) => steps + countGroupSteps(group, options), 0);
  let done = 0;
  for (const group of groups) {
    const steps = resampleGroup(group, options);
    while (!steps.next().done) yield ++done / total;
  }

  const statistics = samples.map(columnStatistics);
  correctFamilies(input.columns, statistics);
  return { columns: statistics };
}

/** Everything about a column but its q-values. */
function columnStatistics(sample: ColumnSamples): Mutable<ColumnStatistics> {
  const { set, control } = sample;
  const sorted = set.toSorted();
  const hasSet = set.length > 0;
  const hasControl = control !== null && control.length > 0;
  const controlMean = hasControl ? mean(control) : null;
  const description = describeValues(sorted);
  return {
    ...description,
    undefined: sample.setMissing,
    ci_low: sample.interval?.[0] ?? null,
    ci_high: sample.interval?.[1] ?? null,
    control_mean: controlMean,
    difference: description.mean === null || controlMean === null ? null : description.mean - controlMean,
    difference_ci_low: sample.differenceInterval?.[0] ?? null,
    difference_ci_high: sample.differenceInterval?.[1] ?? null,
    cliffs_delta: hasSet && hasControl ? cliffsDelta(sorted, control.toSorted()) : null,
    p: sample.p,
    q: null,
    p_zero: sample.pZero,
    q_zero: null,
  };
}

/** Fills in q and q_zero, within each family. */
function correctFamilies(
  columns: readonly AggregateColumn[],
  statistics: readonly Mutable<ColumnStatistics>[],
): void {
  for (const family of new Set(columns.map((column) => column.family))) {
    const members = statistics.filter((_, c) => columns[c]!.family === family);
    const q = benjaminiHochberg(members.map((member) => member.p));
    const qZero = benjaminiHochberg(members.map((member) => member.p_zero));
    members.forEach((member, place) => {
      member.q = q[place]!;
      member.q_zero = qZero[place]!;
    });
  }
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };
