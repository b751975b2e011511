/**
 * The statistics of a run: each metric at each head (a column) over all pairs (rows), against a control set where there
 * is one. docs/science.md, section 3.
 *
 * A column's numbers depend on its own values that exist, in the order of the pairs, on those of its control, and on
 * the seed; on nothing else. So they stay the same whichever other columns are asked for, in any order, and undefined
 * values are left out of a column before anything is computed. Columns with equally many values share their resamples.
 * Only q looks at other columns: at those of its family.
 */
import { bootstrapMeans, DEFAULT_BOOTSTRAP_RESAMPLES, percentileInterval } from './bootstrap.ts';
import { cliffsDelta } from './cliffs-delta.ts';
import { benjaminiHochberg } from './false-discovery-rate.ts';
import { DEFAULT_PERMUTATIONS, permutationTests, planArrangements } from './permutation.ts';
import { randomSource } from './random.ts';
import { resamplingSteps } from './resampling.ts';
import { planSignFlips, signFlipTests } from './sign-flip.ts';
import { mean } from './mean.ts';
import { finish, type Steps } from './steps.ts';
import { type ControlComparison, describe, type Summary, type ZeroTest } from './summary.ts';

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
  const samples = readSamples(input);
  const groups = groupByCounts(samples);
  const options: ResamplingOptions = {
    seed: input.seed,
    resamples: input.bootstrapResamples ?? DEFAULT_BOOTSTRAP_RESAMPLES,
    permutations: input.permutations ?? DEFAULT_PERMUTATIONS,
  };

  const total = groups.reduce((steps, group) => steps + countSteps(group, options), 0);
  let done = 0;
  for (const group of groups) {
    const steps = resampleGroup(group, options);
    while (!steps.next().done) yield ++done / total;
  }

  const statistics = samples.map(columnStatistics);
  correctFamilies(input.columns, statistics);
  return { columns: statistics };
}

/** A column on its way: the values that exist, and what resampling finds out about them. */
interface ColumnSamples {
  readonly signed: boolean;
  readonly set: Float64Array;
  readonly setMissing: number;
  /** null without a control set */
  readonly control: Float64Array | null;
  interval: readonly [number, number] | null;
  differenceInterval: readonly [number, number] | null;
  p: number | null;
  pZero: number | null;
}

interface ResamplingOptions {
  readonly seed: number;
  readonly resamples: number;
  readonly permutations: number;
}

function readSamples({ columns, values, control }: AggregateInput): ColumnSamples[] {
  const width = columns.length;
  const pairs = countRows(values, width);
  if (control) countRows(control, width);
  return columns.map(({ signed }, column) => {
    const set = presentValues(values, width, column);
    return {
      signed,
      set,
      setMissing: pairs - set.length,
      control: control && presentValues(control, width, column),
      interval: null,
      differenceInterval: null,
      p: null,
      pZero: null,
    };
  });
}

function countRows(values: Float64Array, columns: number): number {
  if (columns === 0 || values.length % columns !== 0) {
    throw new RangeError(`invalid values: ${values.length} of them do not make rows of ${columns} columns`);
  }
  return values.length / columns;
}

/** Column `column` of [rows, width] without what is undefined. */
function presentValues(values: Float64Array, width: number, column: number): Float64Array {
  const present = new Float64Array(values.length / width);
  let count = 0;
  for (let at = column; at < values.length; at += width) {
    const value = values[at]!;
    if (!Number.isNaN(value)) present[count++] = value;
  }
  return present.subarray(0, count);
}

/** Columns that can share resamples: those with as many values, and as many values of the control. */
function groupByCounts(samples: readonly ColumnSamples[]): ColumnSamples[][] {
  const groups = new Map<string, ColumnSamples[]>();
  for (const sample of samples) {
    const counts = `${sample.set.length} ${sample.control?.length ?? 0}`;
    const group = groups.get(counts);
    if (group) group.push(sample);
    else groups.set(counts, [sample]);
  }
  return [...groups.values()];
}

/** Fills in intervals and p-values of columns that share their counts. An interval takes two values at least. */
function* resampleGroup(
  group: readonly ColumnSamples[],
  { seed, resamples, permutations }: ResamplingOptions,
): Steps<void> {
  const sets = group.map(({ set }) => set);
  const controls = group.map(({ control }) => control ?? new Float64Array());
  const n = sets[0]?.length ?? 0;
  const m = controls[0]?.length ?? 0;

  if (n >= 2) {
    const means = yield* bootstrapMeans(sets, resamples, randomSource(seed, 'set-bootstrap'));
    means.forEach((meansOfSet, c) => (group[c]!.interval = percentileInterval(meansOfSet)));
    if (m >= 2) {
      const random = randomSource(seed, 'control-bootstrap');
      const controlMeans = yield* bootstrapMeans(controls, resamples, random);
      means.forEach((meansOfSet, c) => {
        const differences = meansOfSet.map((value, r) => value - controlMeans[c]![r]!);
        group[c]!.differenceInterval = percentileInterval(differences);
      });
    }
  }
  if (n >= 1 && m >= 1) {
    const random = randomSource(seed, 'permutation');
    const p = yield* permutationTests(sets, controls, permutations, random);
    p.forEach((value, c) => (group[c]!.p = value));
  }
  const signed = group.filter((sample) => sample.signed);
  if (n >= 1 && signed.length > 0) {
    const random = randomSource(seed, 'sign-flips');
    const pZero = yield* signFlipTests(
      signed.map(({ set }) => set),
      permutations,
      random,
    );
    pZero.forEach((value, c) => (signed[c]!.pZero = value));
  }
}

/** How many steps {@link resampleGroup} takes. */
function countSteps(group: readonly ColumnSamples[], { resamples, permutations }: ResamplingOptions): number {
  const n = group[0]?.set.length ?? 0;
  const m = group[0]?.control?.length ?? 0;
  const signed = group.filter((sample) => sample.signed).length;
  let steps = 0;
  if (n >= 2) steps += resamplingSteps(resamples, group.length);
  if (n >= 2 && m >= 2) steps += resamplingSteps(resamples, group.length);
  if (n >= 1 && m >= 1) {
    steps += resamplingSteps(
      planArrangements(n + m, Math.min(n, m), permutations).arrangements,
      group.length,
    );
  }
  if (n >= 1) steps += resamplingSteps(planSignFlips(n, permutations).arrangements, signed);
  return steps;
}

/** Everything about a column but its q-values. */
function columnStatistics(sample: ColumnSamples): Mutable<ColumnStatistics> {
  const { set, control } = sample;
  const sorted = set.toSorted();
  const hasSet = set.length > 0;
  const hasControl = control !== null && control.length > 0;
  const controlMean = hasControl ? mean(control) : null;
  const description = describe(sorted);
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
