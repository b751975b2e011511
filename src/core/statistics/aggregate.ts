/**
 * The statistics of a run: each metric at each head (a column) over all pairs (rows), by itself and in comparison with a control.
 * docs/science.md, section 3.
 *
 * A column's numbers depend on its own values that exist, on those of its control, on strata and clusters, and on the seed; on nothing
 * else. So they stay the same whichever other columns are asked for, in any order, and undefined values are left out of a column before
 * anything is computed. Columns with values in the same rows share their resamples. Only q, what is tested again because of it, and
 * ranks look at other columns: at those of the family.
 */
import type { AggregateContext, AggregateTask } from './aggregate-context.ts';
import { tilesOf } from './aggregate-context.ts';
import type { AggregateInput } from './aggregate-input.ts';
import { DEFAULT_BOOTSTRAP_RESAMPLES } from './bootstrap.ts';
import { oneCell } from './cells.ts';
import {
  type ColumnStatistics,
  type MutableColumnStatistics,
  unknownStatistics,
} from './column-statistics.ts';
import { columnsOf } from './columns.ts';
import { cellsOfRows, controlSetTasks } from './control-set-statistics.ts';
import { concludeFamilies, repeatTests } from './families.ts';
import { pairedTasks, withinClusterTasks } from './own-control-statistics.ts';
import type { Grouping } from './grouped-units.ts';
import { DEFAULT_PERMUTATIONS } from './permutation.ts';
import { RANK_RESAMPLES, type RankedPairs, rankHeads } from './rank-resamples.ts';
import { sampleTasks } from './sample-statistics.ts';
import { finish } from './steps.ts';

export type { AggregateColumn, AggregateInput, Comparison } from './aggregate-input.ts';
export type { ColumnStatistics } from './column-statistics.ts';

const DEFAULT_MOST_PERMUTATIONS = 1_000_000;

/** Share of the work that tests take which are done again; how much that is, is not known before. */
const SHARE_AGAIN = 0.1;

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
  const context = contextOf(input);
  const values = columnsOf(input.values, input.columns.length);
  const tasks = [...sampleTasks(context, values, input.cluster), ...comparisonTasks(context, values, input)];
  const pairs = rankedPairs(input, values[0]!.length);
  if (pairs !== null && input.topK !== 0 && !context.manyPairs) {
    tasks.push({
      cost: 2 * tilesOf(values.length) * RANK_RESAMPLES,
      run: () => rankHeads(context, pairs, input.topK),
    });
  }
  for (const share of runTasks(tasks)) yield (1 - SHARE_AGAIN) * share;
  let again = 0;
  for (const share of repeatTests(context, input.mostPermutations ?? DEFAULT_MOST_PERMUTATIONS)) {
    // Another round starts from 0.
    again = Math.max(again, share);
    yield 1 - SHARE_AGAIN + SHARE_AGAIN * again;
  }
  concludeFamilies(context);
  yield 1;
  return { columns: context.statistics.map(withoutNegativeZero) };
}

/** Groups of a cell where there are very many pairs: as many as make an interval that is wrong in the third digit of its width. */
const GROUPS_OF_MANY = 1024;

function groupingOf({ manyPairs, bootstrapGroups, seed }: AggregateInput): Grouping | null {
  if (manyPairs === true) return { groups: GROUPS_OF_MANY, seed, everything: true };
  return bootstrapGroups === undefined ? null : { groups: bootstrapGroups, seed };
}

function contextOf(input: AggregateInput): AggregateContext {
  const { columns } = input;
  return {
    columns,
    statistics: columns.map(unknownStatistics),
    isComparison: input.comparison !== null,
    seed: input.seed,
    resamples: input.bootstrapResamples ?? DEFAULT_BOOTSTRAP_RESAMPLES,
    grouping: groupingOf(input),
    manyPairs: input.manyPairs ?? false,
    describes: input.describes ?? true,
    permutations: input.permutations ?? DEFAULT_PERMUTATIONS,
    margins: input.margins,
    marginShare: input.marginShare,
    differenceTests: columns.map(() => null),
    zeroTests: columns.map(() => null),
    equivalenceFloors: columns.map(() => null),
    ranked: columns.map(() => null),
  };
}

function comparisonTasks(
  context: AggregateContext,
  values: readonly Float64Array[],
  { cluster, comparison }: AggregateInput,
): AggregateTask[] {
  switch (comparison?.kind) {
    case undefined:
      return [];
    case 'paired':
      return pairedTasks(context, values, cluster, comparison);
    case 'within':
      return withinClusterTasks(context, values, cluster, comparison);
    case 'matched':
    case 'unadjusted':
      return controlSetTasks(context, values, cluster, comparison);
  }
}

/** The pairs that any column may be compared by; null where there are none. */
function rankedPairs({ cluster, comparison }: AggregateInput, pairs: number): RankedPairs | null {
  const rows = Int32Array.from({ length: pairs }, (_, row) => row);
  if (comparison?.kind === 'matched' || comparison?.kind === 'unadjusted') {
    const controlRows = Int32Array.from({ length: comparison.controlStratum.length }, (_, row) => row);
    const cells = cellsOfRows(rows, controlRows, cluster, comparison);
    return cells && { sides: [cells.set, cells.control], strata: cells.strata };
  }
  const used = comparison?.kind === 'paired' ? rows.filter((row) => comparison.used[row] === 1) : rows;
  return used.length === 0 ? null : { sides: [oneCell(used, cluster)], strata: Int32Array.of(0) };
}

/** Runs tasks one after the other; yields the share of their cost that is done, rising to 1. */
function* runTasks(tasks: readonly AggregateTask[]): Generator<number, void, void> {
  const total = tasks.reduce((sum, { cost }) => sum + cost, 0);
  let before = 0;
  for (const { cost, run } of tasks) {
    let done = 0;
    for (const step of run()) {
      done = Math.min(cost, done + step);
      yield (before + done) / total;
    }
    before += cost;
  }
}

/** No -0: a difference that vanishes has no side. */
function withoutNegativeZero(statistics: MutableColumnStatistics): ColumnStatistics {
  const fields = statistics as unknown as Record<string, unknown>;
  for (const name in fields) if (fields[name] === 0) fields[name] = 0;
  return statistics;
}
