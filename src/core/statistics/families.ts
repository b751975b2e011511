/** What is said of a column among those of its family: q, the outcome, and tests that are done again with more arrangements. */
import { type AggregateContext, type RepeatableTest, type TestKind, tilesOf } from './aggregate-context.ts';
import { falseDiscoveryRates } from './false-discovery-rate.ts';
import type { ColumnStatistics } from './column-statistics.ts';
import { outcomeOf } from './outcome.ts';
import { randomSource } from './random.ts';
import { type Resolution, resolutionOfDifference, resolutionOfMean } from './resolution.ts';
import type { CountedSteps } from './steps.ts';
import type { ArrangementTest } from './tail-counts.ts';

/** A head at the floor whose q is above this is tested again. */
const WANTED_Q = 0.01;

/** Each time with so many times the arrangements. */
const TIMES_MORE = 10;

/** Columns of each family, in order. */
export function familiesOf({ columns }: Pick<AggregateContext, 'columns'>): number[][] {
  const families = new Map<string, number[]>();
  columns.forEach(({ family }, c) => {
    const known = families.get(family);
    if (known) known.push(c);
    else families.set(family, [c]);
  });
  return [...families.values()];
}

/**
 * Whether a test is done again: its p is the least that so many random arrangements could give, q is not small, and there may be ten
 * times as many. What was there is thrown away; p can only be replaced where it was at its floor already.
 */
export function needsMoreArrangements(
  { p, arrangements, exact }: Pick<ArrangementTest, 'p' | 'arrangements' | 'exact'>,
  q: number,
  most: number,
): boolean {
  const floor = 2 / (arrangements + 1);
  return !exact && p <= floor * (1 + 1e-12) && q > WANTED_Q && arrangements * TIMES_MORE <= most;
}

/**
 * Does tests again until none is at its floor with a q that is not small. Yields the share that is done of a round, of which each
 * starts from 0.
 */
export function* repeatTests(context: AggregateContext, most: number): CountedSteps<void> {
  for (let round = 1; ; round++) {
    const again = [context.differenceTests, context.zeroTests].flatMap((tests) =>
      testsToRepeat(context, tests, most),
    );
    if (again.length === 0) return;
    const batches = batchesOf(again);
    const cost = batches.reduce((sum, batch) => sum + costOf(batch), 0);
    let done = 0;
    for (const batch of batches) {
      const [{ kind, result }] = batch as [RepeatableTest];
      const steps = kind.run(
        batch.map(({ column }) => column),
        result.arrangements * TIMES_MORE,
        // Arrangements that no round before had.
        randomSource((context.seed + round) | 0, kind.streamAgain),
      );
      for (let step = steps.next(); ; step = steps.next()) {
        if (step.done) {
          step.value.forEach((next, place) => (batch[place]!.result = next));
          break;
        }
        done += step.value;
        yield Math.min(1, done / cost);
      }
    }
  }
}

function testsToRepeat(
  context: AggregateContext,
  tests: readonly (RepeatableTest | null)[],
  most: number,
): RepeatableTest[] {
  return familiesOf(context).flatMap((family) => {
    const own = family.map((c) => tests[c] ?? null);
    const rates = ratesOf(own);
    return own.filter(
      (test, place): test is RepeatableTest =>
        test !== null && needsMoreArrangements(test.result, rates[place]!.q!, most),
    );
  });
}

/** Tests of one kind and of as many arrangements, done together. */
function batchesOf(tests: readonly RepeatableTest[]): RepeatableTest[][] {
  const batches = new Map<TestKind, Map<number, RepeatableTest[]>>();
  for (const test of tests) {
    const ofKind = batches.get(test.kind) ?? new Map<number, RepeatableTest[]>();
    batches.set(test.kind, ofKind);
    const { arrangements } = test.result;
    ofKind.set(arrangements, [...(ofKind.get(arrangements) ?? []), test]);
  }
  return [...batches.values()].flatMap((ofKind) => [...ofKind.values()]);
}

function costOf(batch: readonly RepeatableTest[]): number {
  return tilesOf(batch.length) * batch[0]!.result.arrangements * TIMES_MORE;
}

function ratesOf(tests: readonly (RepeatableTest | null)[]) {
  return falseDiscoveryRates(
    tests.map((test) => test?.result.p ?? null),
    tests.map((test) => (test === null || test.result.exact ? null : test.result.leastP)),
  );
}

/** A test that counted arrangements; null for one that is read from a distribution. */
function countedOf(test: ArrangementTest | undefined): ArrangementTest | null {
  return test === undefined || test.arrangements === 0 ? null : test;
}

/** Of the difference, or of the mean where nothing is compared. */
function resolutionOfColumn(
  resolution: Resolution | null,
  { mean, control_mean: control, difference }: Pick<ColumnStatistics, 'mean' | 'control_mean' | 'difference'>,
): number | null {
  if (resolution === null || mean === null) return null;
  return control === null || difference === null
    ? resolutionOfMean(resolution, mean)
    : resolutionOfDifference(resolution, control + difference, control);
}

/** Fills in p, q and outcome of every column from its tests. */
export function concludeFamilies(context: AggregateContext): void {
  const { statistics, columns, differenceTests, zeroTests, equivalenceFloors } = context;
  for (const family of familiesOf(context)) {
    const own = family.map((c) => statistics[c]!);
    const differences = ratesOf(family.map((c) => differenceTests[c] ?? null));
    const zeros = ratesOf(family.map((c) => zeroTests[c] ?? null));
    const equivalences = falseDiscoveryRates(
      own.map(({ p_equivalent }) => p_equivalent),
      family.map((c) => equivalenceFloors[c] ?? null),
    );
    family.forEach((c, place) => {
      const result = own[place]!;
      const [test, zero] = [differenceTests[c]?.result, zeroTests[c]?.result];
      const [rate, ofZero, ofEquivalence] = [differences[place]!, zeros[place]!, equivalences[place]!];
      const resolution = resolutionOfColumn(columns[c]!.resolution ?? null, result);
      Object.assign(result, {
        p: test?.p ?? null,
        least_p: countedOf(test)?.leastP ?? null,
        arrangements: countedOf(test)?.arrangements ?? null,
        q: rate.q,
        q_at_most: rate.atMost,
        p_zero: zero?.p ?? null,
        least_p_zero: countedOf(zero)?.leastP ?? null,
        q_zero: ofZero.q,
        q_zero_at_most: ofZero.atMost,
        q_equivalent: ofEquivalence.q,
        q_equivalent_at_most: ofEquivalence.atMost,
        outcome: outcomeOf({
          q: rate.q,
          qEquivalent: ofEquivalence.q,
          margin: result.margin,
          difference: {
            value: result.difference,
            low: result.difference_ci_low,
            high: result.difference_ci_high,
            resolution,
          },
          change: columns[c]!.change,
        }),
        resolution,
      });
    });
  }
}
