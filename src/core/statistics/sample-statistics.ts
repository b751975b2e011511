/** The set by itself: what describes a column, the interval of its mean, and whether the mean is 0. */
import {
  type AggregateContext,
  type AggregateTask,
  COLUMNS_PER_STEP,
  testColumns,
  type TestKind,
  tilesOf,
} from './aggregate-context.ts';
import { oneCell, presentRows } from './cells.ts';
import { groupByMissing } from './columns.ts';
import type { Estimate } from './cr2.ts';
import { type Design, estimateOf, meanDesign } from './design.ts';
import { cutInterval } from './interval.ts';
import { intraclassCorrelation } from './intraclass.ts';
import { randomSource, type RandomStream } from './random.ts';
import { signFlipTests } from './sign-flip.ts';
import type { CountedSteps } from './steps.ts';
import { studentIntervals } from './student-intervals.ts';
import { describeValues } from './summary.ts';

/** @param values [C] of [pairs] */
export function sampleTasks(
  context: AggregateContext,
  values: readonly Float64Array[],
  cluster: Int32Array | null,
): AggregateTask[] {
  return groupByMissing([values]).map((group) => {
    const signed = group.filter((c) => context.columns[c]!.signed);
    return {
      cost: tilesOf(group.length) * context.resamples + tilesOf(signed.length) * context.permutations,
      run: () => describeSample(context, group, signed, values, cluster),
    };
  });
}

function* describeSample(
  context: AggregateContext,
  group: readonly number[],
  signed: readonly number[],
  values: readonly Float64Array[],
  cluster: Int32Array | null,
): CountedSteps<void> {
  const rows = presentRows(values[group[0]!]!);
  const side = oneCell(rows, cluster);
  const design = meanDesign(side);
  const estimates = new Map<number, Estimate>();
  for (const [place, c] of group.entries()) {
    if (place % COLUMNS_PER_STEP === 0) yield 0;
    const statistics = context.statistics[c]!;
    const own = values[c]!;
    if (context.describes) {
      const present = new Float64Array(rows.length);
      for (let p = 0; p < present.length; p++) present[p] = own[rows[p]!]!;
      Object.assign(statistics, describeValues(present.sort()));
    }
    statistics.undefined = values[c]!.length - rows.length;
    statistics.clusters = cluster === null ? null : side.units;
    const estimate = estimateOf(design, [own]);
    if (estimate === null) continue;
    statistics.n = rows.length;
    statistics.mean ??= estimate.estimate;
    estimates.set(c, estimate);
    statistics.se = estimate.se;
    statistics.dof = estimate.dof;
    if (cluster !== null) {
      const { icc, p, widthFactor } = intraclassCorrelation(values[c]!, cluster);
      Object.assign(statistics, { icc, icc_p: p, width_factor: widthFactor });
    }
    if (!context.isComparison) context.ranked[c] = { design, strata: Int32Array.of(0), column: [values[c]!] };
  }
  if (estimates.size === 0) return;
  yield* studentIntervals(
    design,
    group.map((c) => [values[c]!]),
    group.map((c) => estimates.get(c)!),
    [randomSource(context.seed, 'set-bootstrap')],
    context.resamples,
    (place, interval) => {
      const c = group[place]!;
      const { kind, limits } = cutInterval(interval, context.columns[c]!.range);
      Object.assign(context.statistics[c]!, {
        ci_kind: limits === null ? 'none' : kind,
        ci_low: limits?.[0] ?? null,
        ci_high: limits?.[1] ?? null,
      });
    },
    context.grouping,
  );
  if (side.units < 2 || signed.length === 0) return;
  const kind = signFlips(design, 'sign-flips', 'sign-flips-again');
  yield* testColumns(
    context,
    context.zeroTests,
    signed,
    signed.map((c) => ({ sides: [values[c]!], estimate: estimates.get(c)! })),
    kind,
  );
}

/** Sign flips of the units of a design of one cell. */
export function signFlips(design: Design, stream: RandomStream, streamAgain: RandomStream): TestKind {
  return {
    stream,
    streamAgain,
    run: (columns, permutations, random) =>
      signFlipTests(
        design.sides[0],
        columns.map(({ sides: [values] }) => values!),
        columns.map(({ estimate }) => estimate),
        permutations,
        random,
      ),
  };
}
