/** Comparisons in which each pair has a control of its own, a paired neutral or the controls of its cluster: differences, tested by sign flips. */
import {
  type AggregateContext,
  type AggregateTask,
  COLUMNS_PER_STEP,
  testColumns,
  tilesOf,
} from './aggregate-context.ts';
import type { ControlSetComparison, PairedComparison } from './aggregate-input.ts';
import { oneCell, presentRows } from './cells.ts';
import { pairedCliffsDelta } from './cliffs-delta.ts';
import { columnsOf, groupByMissing } from './columns.ts';
import type { Estimate } from './cr2.ts';
import { estimateOf, meanDesign } from './design.ts';
import { noteCliffsDelta, noteDifference, noteInterval } from './difference-statistics.ts';
import { influence } from './influence.ts';
import { intraclassCorrelation } from './intraclass.ts';
import { LEAST_PAIRED } from '../bounds.ts';
import { mean } from './mean.ts';
import { randomSource } from './random.ts';
import { signFlips } from './sample-statistics.ts';
import type { CountedSteps } from './steps.ts';
import { studentIntervals } from './student-intervals.ts';
import { type ControlsWithin, controlsWithinClusters, differencesWithinClusters } from './within-clusters.ts';

/** Fewer clusters make no paired estimate; nor do fewer pairs than LEAST_PAIRED. */
export const LEAST_PAIRED_CLUSTERS = 2;

/** [C] of [pairs], NaN for a pair that is not compared. */
interface OwnControls {
  readonly differences: readonly Float64Array[];
  /** Pairs of a control set that a column's differences are made with; null where the control is the pair's own. */
  readonly countControls: (column: number) => number | null;
}

/** @param values [C] of [pairs] */
export function pairedTasks(
  context: AggregateContext,
  values: readonly Float64Array[],
  cluster: Int32Array | null,
  { neutral, used }: PairedComparison,
): AggregateTask[] {
  const rows = Array.from(used.keys()).filter((row) => used[row] === 1);
  const clusters = cluster && new Set(rows.map((row) => cluster[row]!)).size;
  if (rows.length < LEAST_PAIRED || (clusters !== null && clusters < LEAST_PAIRED_CLUSTERS)) return [];
  const neutrals = columnsOf(neutral, values.length);
  const differences = values.map((column, c) =>
    column.map((value, row) => (used[row] === 1 ? value - neutrals[c]![row]! : NaN)),
  );
  return ownControlTasks(context, values, cluster, { differences, countControls: () => null });
}

/** @param values [C] of [pairs] */
export function withinClusterTasks(
  context: AggregateContext,
  values: readonly Float64Array[],
  cluster: Int32Array | null,
  { control, controlCluster, stratum, controlStratum }: ControlSetComparison,
): AggregateTask[] {
  if (cluster === null || controlCluster === null) return [];
  const controls = columnsOf(control, values.length);
  const within = controlsWithinClusters(
    { stratum, cluster },
    { stratum: controlStratum, cluster: controlCluster },
  );
  const differences = values.map((column, c) => differencesWithinClusters(within, column, controls[c]!));
  return ownControlTasks(context, values, cluster, {
    differences,
    countControls: (c) => countControls(within, differences[c]!, controls[c]!),
  });
}

function countControls(within: ControlsWithin, differences: Float64Array, controls: Float64Array): number {
  const rows = new Set(within.flatMap((own, pair) => (Number.isNaN(differences[pair]!) ? [] : own)));
  return [...rows].filter((row) => !Number.isNaN(controls[row]!)).length;
}

function ownControlTasks(
  context: AggregateContext,
  values: readonly Float64Array[],
  cluster: Int32Array | null,
  own: OwnControls,
): AggregateTask[] {
  return groupByMissing([own.differences]).map((group) => ({
    cost: tilesOf(group.length) * (context.resamples + context.permutations),
    run: () => compareWithOwn(context, group, values, cluster, own),
  }));
}

function* compareWithOwn(
  context: AggregateContext,
  group: readonly number[],
  values: readonly Float64Array[],
  cluster: Int32Array | null,
  { differences, countControls }: OwnControls,
): CountedSteps<void> {
  const rows = presentRows(differences[group[0]!]!);
  if (rows.length === 0) return;
  const side = oneCell(rows, cluster);
  const design = meanDesign(side);
  const columns = group.map((c) => [differences[c]!]);
  const estimates: Estimate[] = [];
  for (const [place, c] of group.entries()) {
    const own = context.statistics[c]!;
    const difference = differences[c]!;
    const compared = Float64Array.from(rows, (row) => values[c]![row]!);
    const estimate = estimateOf(design, columns[place]!)!;
    estimates.push(estimate);
    noteDifference(context, c, estimate, design, mean(compared) - estimate.estimate);
    own.compared = rows.length;
    own.compared_control = countControls(c);
    own.compared_clusters = cluster === null ? null : side.units;
    own.share_up = rows.filter((row) => difference[row]! > 0).length / rows.length;
    own.share_down = rows.filter((row) => difference[row]! < 0).length / rows.length;
    own.influence = influence(difference);
    noteCliffsDelta(context, c, pairedCliffsDelta(side, difference));
    if (cluster !== null) {
      const { icc, p, widthFactor } = intraclassCorrelation(difference, cluster);
      Object.assign(own, { icc, icc_p: p, width_factor: widthFactor });
    }
    context.ranked[c] = { design, strata: Int32Array.of(0), column: columns[place]! };
    if (place % COLUMNS_PER_STEP === 0) yield 0;
  }
  yield* studentIntervals(
    design,
    columns,
    estimates,
    [randomSource(context.seed, 'difference-bootstrap')],
    context.resamples,
    (place, interval, resampled) => noteInterval(context, group[place]!, interval, resampled),
    context.manyPairs ? context.grouping : null,
  );
  if (side.units < 2) return;
  const kind = signFlips(design, 'difference-sign-flips', 'difference-sign-flips-again');
  const tested = columns.map((sides, place) => ({ sides, estimate: estimates[place]! }));
  yield* testColumns(context, context.differenceTests, group, tested, kind);
}
