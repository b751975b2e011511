/** Comparisons with a control set: the post-stratified difference, tested by permutation within strata. */
import {
  type AggregateContext,
  type AggregateTask,
  COLUMNS_PER_STEP,
  testColumns,
  type TestKind,
  tilesOf,
} from './aggregate-context.ts';
import type { ControlSetComparison } from './aggregate-input.ts';
import { type Cells, type CellSide, comparisonCells, presentRows } from './cells.ts';
import { stratifiedCliffsDelta } from './cliffs-delta.ts';
import { columnsOf, groupByMissing } from './columns.ts';
import { type Estimate, sideVariance } from './cr2.ts';
import { type Design, differenceDesign, estimateOf, type SidesOfColumn } from './design.ts';
import { noteCliffsDelta, noteDifference, noteInterval } from './difference-statistics.ts';
import { freedmanLaneTests } from './freedman-lane.ts';
import { influence } from './influence.ts';
import { studentInterval } from './interval.ts';
import { differenceWidthFactor, intraclassCorrelation } from './intraclass.ts';
import { mean } from './mean.ts';
import { permutationTests } from './permutation.ts';
import { randomSource } from './random.ts';
import {
  type Covariates,
  estimateAdjusted,
  isRegressionOffered,
  regressionDesign,
  type RegressionDesign,
  rowsWithCovariates,
  withoutCovariates,
} from './regression.ts';
import type { CountedSteps } from './steps.ts';
import { studentIntervals } from './student-intervals.ts';

/** An adjusted difference has the interval of Student's t, as with so few units. */
const UNITS_OF_T = 4;

/** @param values [C] of [pairs] */
export function controlSetTasks(
  context: AggregateContext,
  values: readonly Float64Array[],
  cluster: Int32Array | null,
  comparison: ControlSetComparison,
): AggregateTask[] {
  const controls = columnsOf(comparison.control, values.length);
  return groupByMissing([values, controls]).map((group) => ({
    cost: tilesOf(group.length) * (2 * context.resamples + 2 * context.permutations),
    run: () => compareWithSet(context, group, values, controls, cluster, comparison),
  }));
}

/** Cells of the rows that are compared: those with a stratum and, for an adjusted difference, with all covariates. */
export function cellsOfRows(
  setRows: Int32Array,
  controlRows: Int32Array,
  cluster: Int32Array | null,
  { stratum, controlStratum, controlCluster, covariates }: ControlSetComparison,
): Cells | null {
  const complete = (rows: Int32Array, table: Float64Array | undefined) =>
    table && covariates ? rowsWithCovariates(rows, table, covariates.names.length) : rows;
  return comparisonCells(
    { rows: complete(setRows, covariates?.set), stratum, cluster },
    { rows: complete(controlRows, covariates?.control), stratum: controlStratum, cluster: controlCluster },
  );
}

function* compareWithSet(
  context: AggregateContext,
  group: readonly number[],
  values: readonly Float64Array[],
  controls: readonly Float64Array[],
  cluster: Int32Array | null,
  comparison: ControlSetComparison,
): CountedSteps<void> {
  const [first] = group;
  const cells = cellsOfRows(
    presentRows(values[first!]!),
    presentRows(controls[first!]!),
    cluster,
    comparison,
  );
  if (cells === null) return;
  const { set, control } = cells;
  const { covariates } = comparison;
  const regression = covariates && offeredRegression(cells, covariates);
  if (covariates && regression === null) return;
  const design = differenceDesign(cells);
  const columns: SidesOfColumn[] = group.map((c) => [values[c]!, controls[c]!]);
  const estimates: Estimate[] = [];
  const byPairs = cellsOfRows(set.rows, control.rows, null, { ...comparison, controlCluster: null });
  for (const [place, c] of group.entries()) {
    const own = context.statistics[c]!;
    const [ofSet, ofControl] = [valuesOf(set, values[c]!), valuesOf(control, controls[c]!)];
    const column = columns[place]!;
    const estimate = regression
      ? estimateAdjusted(regression, column[0]!, column[1]!)
      : estimateOf(design, column)!;
    estimates.push(estimate);
    noteDifference(context, c, estimate, design, mean(ofSet) - estimate.estimate);
    own.compared = set.rows.length;
    own.compared_control = control.rows.length;
    own.compared_clusters = cluster === null ? null : set.units;
    own.compared_control_clusters = comparison.controlCluster === null ? null : control.units;
    own.influence = largerOf(influence(ofSet), influence(ofControl));
    noteCliffsDelta(context, c, stratifiedCliffsDelta(cells, values[c]!, controls[c]!, design.dof));
    if (cluster !== null && comparison.controlCluster !== null) {
      const ofSides = [
        { side: byPairs!.set, values: values[c]!, cluster },
        { side: byPairs!.control, values: controls[c]!, cluster: comparison.controlCluster },
      ].map(inflationOf);
      own.width_factor = differenceWidthFactor(ofSides[0]!, ofSides[1]!);
    }
    if (place % COLUMNS_PER_STEP === 0) yield 0;
  }
  const left =
    regression && covariates
      ? columns.map((column) => lessCovariates(regression, covariates, column))
      : columns;
  group.forEach((c, place) => {
    context.ranked[c] = { design, strata: cells.strata, column: left[place]! };
  });
  if (regression && covariates) {
    estimates.forEach((estimate, place) => {
      const interval = studentInterval(estimate, Math.min(UNITS_OF_T, design.units), new Float64Array());
      noteInterval(context, group[place]!, interval, null);
    });
    const kind = adjustedTest(regression, covariates, design, cells);
    const tested = left.map((own, place) =>
      kind.isByPairs
        ? { sides: columns[place]!, estimate: estimates[place]! }
        : { sides: own, estimate: estimateOf(design, own)! },
    );
    return yield* testColumns(context, context.differenceTests, group, tested, kind);
  }
  yield* studentIntervals(
    design,
    columns,
    estimates,
    [
      randomSource(context.seed, 'difference-bootstrap'),
      randomSource(context.seed, 'difference-control-bootstrap'),
    ],
    context.resamples,
    (place, interval, resampled) => noteInterval(context, group[place]!, interval, resampled),
    context.manyPairs ? context.grouping : null,
  );
  const tested = columns.map((own, place) => ({ sides: own, estimate: estimates[place]! }));
  yield* testColumns(context, context.differenceTests, group, tested, permutations(cells));
}

function permutations(cells: Cells): TestKind {
  return {
    stream: 'permutation',
    streamAgain: 'permutation-again',
    run: (columns, count, random) =>
      permutationTests(
        cells,
        columns.map(({ sides }) => sides),
        columns.map(({ estimate }) => estimate),
        count,
        random,
      ),
  };
}

/** Freedman and Lane's test, or with clusters that of values less the covariates' part by whole clusters. */
function adjustedTest(
  regression: RegressionDesign,
  covariates: Covariates,
  design: Design,
  cells: Cells,
): TestKind & { readonly isByPairs: boolean } {
  const isByPairs = design.sides.every((side) => side.units === side.rows.length);
  if (!isByPairs) return { ...permutations(cells), isByPairs };
  return {
    stream: 'permutation',
    streamAgain: 'permutation-again',
    run: (columns, count, random) =>
      freedmanLaneTests(
        regression,
        covariates,
        columns.map(({ sides }) => sides),
        count,
        random,
      ),
    isByPairs,
  };
}

function lessCovariates(
  regression: RegressionDesign,
  covariates: Covariates,
  [ofSet, ofControl]: SidesOfColumn,
): SidesOfColumn {
  const { set, control } = withoutCovariates(regression, covariates, ofSet!, ofControl!);
  return [set, control];
}

function offeredRegression(cells: Cells, covariates: Covariates): RegressionDesign | null {
  const pairs = cells.set.rows.length + cells.control.rows.length;
  return isRegressionOffered(pairs, cells.strata.length, covariates.names.length)
    ? regressionDesign(cells, covariates)
    : null;
}

/** Variance of a side with pairs as units, and what its clusters make of it. */
function inflationOf({
  side,
  values,
  cluster,
}: {
  readonly side: CellSide;
  readonly values: Float64Array;
  readonly cluster: Int32Array;
}): { readonly variance: number; readonly designEffect: number | null } {
  const compared = new Float64Array(values.length).fill(NaN);
  for (const row of side.rows) compared[row] = values[row]!;
  return {
    variance: sideVariance(side, values),
    designEffect: intraclassCorrelation(compared, cluster).designEffect,
  };
}

function valuesOf({ rows }: CellSide, values: Float64Array): Float64Array {
  return Float64Array.from(rows, (row) => values[row]!);
}

function largerOf(first: number | null, second: number | null): number | null {
  if (first === null || second === null) return first ?? second;
  return Math.max(first, second);
}
