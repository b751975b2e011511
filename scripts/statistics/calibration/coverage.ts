/**
 * Coverage: how often a 95 % interval holds the truth. Pairs are drawn with replacement from real columns, of which the truth is
 * then known; whole clusters where there are clusters.
 */
import type { ColumnStatistics } from '../../../src/core/statistics/aggregate.ts';
import { studentQuantile } from '../../../src/core/statistics/distributions.ts';
import { type Below, draws, rowsBy, seedOfRun, upTo, withReplacement } from './draws.ts';
import { percentileIntervals } from './not-taken.ts';
import type { MeasuredPairs, RealColumns } from './real-columns.ts';
import { meanOf, type Rate, Tally } from './tally.ts';
import { compareWithControl, describeSample, INTERVALS_ONLY, lessMean, rowsOfColumns } from './trial.ts';

/** One column in so many has a percentile interval too, which is slow here. */
const EVERY = 9;

export interface Coverage {
  readonly taken: Rate;
  /** Mean width of the interval taken, in those of t. */
  readonly width: number;
  readonly t: Rate;
}

export interface CoverageOfMeans extends Coverage {
  /** Of a ninth of the columns. */
  readonly percentile: Rate;
}

type Limits = readonly [low: number | null, high: number | null];

class CoverageTally {
  readonly #taken = new Tally();
  readonly #t = new Tally();
  readonly #widths: number[] = [];

  add(taken: readonly Limits[], byT: readonly Limits[], truths: readonly number[]): void {
    this.#taken.add(taken.map((limits, c) => holds(limits, truths[c])));
    this.#t.add(byT.map((limits, c) => holds(limits, truths[c])));
    const ratios = taken.map((limits, c) => widthOf(limits) / widthOf(byT[c] ?? [null, null]));
    this.#widths.push(meanOf(ratios.filter((ratio) => Number.isFinite(ratio))));
  }

  get result(): Coverage {
    return { taken: this.#taken.rate, width: meanOf(this.#widths), t: this.#t.rate };
  }
}

/** An interval that does not exist holds nothing. */
function holds([low, high]: Limits, truth = NaN): boolean {
  return low !== null && high !== null && low <= truth && truth <= high;
}

function widthOf([low, high]: Limits): number {
  return low === null || high === null ? NaN : high - low;
}

function studentLimits(estimate: number | null, se: number | null, dof: number | null): Limits {
  if (estimate === null || se === null || dof === null) return [null, null];
  const half = studentQuantile(0.975, dof) * se;
  return [estimate - half, estimate + half];
}

/** A drawn sample: [C] of [pairs], and the cluster of each pair, or null. */
interface Drawn {
  readonly columns: readonly Float64Array[];
  readonly clusters: Int32Array | null;
}

function coverageOfMeans(
  families: readonly string[],
  truths: readonly number[],
  runs: number,
  seed: number,
  draw: (below: Below) => Drawn,
): CoverageOfMeans {
  const tally = new CoverageTally();
  const percentile = new Tally();
  const below = draws(seed);
  for (let run = 0; run < runs; run++) {
    const { columns, clusters } = draw(below);
    const own = describeSample({ families, columns, clusters }, INTERVALS_ONLY, seedOfRun(below));
    tally.add(
      own.map(({ ci_low, ci_high }) => [ci_low, ci_high]),
      own.map(({ mean, se, dof }) => studentLimits(mean, se, dof)),
      truths,
    );
    const units = [...rowsBy(upTo(columns[0]?.length ?? 0), (row) => clusters?.[row] ?? row).values()];
    const some = columns.filter((_, c) => c % EVERY === 0);
    const ofSome = percentileIntervals(some, units, INTERVALS_ONLY.resamples, below);
    percentile.add(ofSome.map((limits, place) => holds(limits, truths[EVERY * place])));
  }
  return { ...tally.result, percentile: percentile.rate };
}

/** The mean of so many controls. */
export function meanOfPairs(
  { families, controls }: RealColumns,
  pairs: number,
  runs: number,
  seed: number,
): CoverageOfMeans {
  const rows = upTo(controls.clusters.length);
  return coverageOfMeans(families, controls.columns.map(meanOfColumn), runs, seed, (below) => ({
    columns: rowsOfColumns(controls.columns, withReplacement(rows, pairs, below)),
    clusters: null,
  }));
}

/** Pairs of a cluster: 15, or anything from 2 to 30. */
export type ClusterSizes = 'equal' | 'unequal';

/** The mean of so many templates, drawn with replacement. */
export function meanOfTemplates(
  { families, templates }: RealColumns,
  clusters: number,
  sizes: ClusterSizes,
  runs: number,
  seed: number,
): CoverageOfMeans {
  const all = clustersOf(templates);
  return coverageOfMeans(families, templates.columns.map(meanOfColumn), runs, seed, (below) => {
    const chosen = withReplacement(all, clusters, below).map((rows) => pairsOfCluster(rows, sizes, below));
    return { columns: rowsOfColumns(templates.columns, chosen.flat()), clusters: numbersOf(chosen) };
  });
}

/** The mean of so many clusters: a control's value is the centre of each, about which its pairs lie as those of a template do. */
export function meanOfCentres(
  data: RealColumns,
  clusters: number,
  sizes: ClusterSizes,
  runs: number,
  seed: number,
): CoverageOfMeans {
  const { families, controls } = data;
  const rows = upTo(controls.clusters.length);
  const residuals = residualsOfTemplates(data);
  return coverageOfMeans(families, controls.columns.map(meanOfColumn), runs, seed, (below) =>
    aroundCentres(controls.columns, withReplacement(rows, clusters, below), residuals, sizes, below),
  );
}

interface Residuals {
  /** [templates] of rows */
  readonly clusters: readonly (readonly number[])[];
  /** [C] of [pairs] values less the mean of their template */
  readonly columns: readonly Float64Array[];
}

function residualsOfTemplates({ templates }: RealColumns): Residuals {
  const clusters = clustersOf(templates);
  const columns = templates.columns.map((column) => {
    const residuals = new Float64Array(column.length);
    for (const rows of clusters) {
      const own = lessMean(Float64Array.from(rows, (row) => column[row] ?? NaN));
      rows.forEach((row, place) => (residuals[row] = own[place] ?? NaN));
    }
    return residuals;
  });
  return { clusters, columns };
}

function aroundCentres(
  columns: readonly Float64Array[],
  centres: readonly number[],
  residuals: Residuals,
  sizes: ClusterSizes,
  below: Below,
): { columns: Float64Array[]; clusters: Int32Array } {
  const chosen = centres.map(() =>
    pairsOfCluster(withReplacement(residuals.clusters, 1, below).flat(), sizes, below),
  );
  const clusters = numbersOf(chosen);
  const rows = chosen.flat();
  return {
    columns: columns.map((column, c) =>
      Float64Array.from(
        rows,
        (row, pair) =>
          (column[centres[clusters[pair] ?? -1] ?? -1] ?? NaN) + (residuals.columns[c]?.[row] ?? NaN),
      ),
    ),
    clusters,
  };
}

function pairsOfCluster(rows: readonly number[], sizes: ClusterSizes, below: Below): readonly number[] {
  return sizes === 'equal' ? rows : withReplacement(rows, 2 + below(29), below);
}

function clustersOf({ clusters }: MeasuredPairs): number[][] {
  return [...rowsBy(upTo(clusters.length), (row) => clusters[row]).values()];
}

function numbersOf(clusters: readonly (readonly number[])[]): Int32Array {
  return Int32Array.from(clusters.flatMap((rows, cluster) => rows.map(() => cluster)));
}

export interface CoverageOfDifferences extends Coverage {
  readonly cliffsDelta: Rate;
}

/** Pairs of one shape, of the set and of the control. */
interface Stratum {
  readonly set: readonly number[];
  readonly control: readonly number[];
}

/** The shapes that most pairs of the set have and enough of the control. */
function commonestShapes({ negation, controls }: RealColumns, strata: number): Stratum[] {
  const ofShape = ({ shapes }: MeasuredPairs) => rowsBy(upTo(shapes.length), (row) => shapes[row]?.join('/'));
  const ofControl = ofShape(controls);
  return [...ofShape(negation)]
    .map(([shape, set]) => ({ set, control: ofControl.get(shape) ?? [] }))
    .filter(({ control }) => control.length >= 10)
    .sort((a, b) => b.set.length - a.set.length)
    .slice(0, strata);
}

/** Negation against controls of the same three shapes, so many pairs a side in all, each stratum with its share of them. */
export function differenceOfPairs(
  data: RealColumns,
  pairs: number,
  runs: number,
  seed: number,
): CoverageOfDifferences {
  const strata = commonestShapes(data, 3);
  const sizes = sharesOf(strata, pairs);
  return coverageOfDifferences(data, strata, sizes, null, runs, seed, (columns, rows) => ({
    columns: rowsOfColumns(columns, rows.flat()),
    clusters: null,
    strata: Int32Array.from(rows.flatMap((own, stratum) => own.map(() => stratum))),
  }));
}

/** The same with so many clusters of 15 a side, in two shapes; values of pairs are the centres of clusters. */
export function differenceOfClusters(
  data: RealColumns,
  clusters: number,
  runs: number,
  seed: number,
): CoverageOfDifferences {
  const strata = commonestShapes(data, 2);
  const sizes = sharesOf(strata, clusters);
  const residuals = residualsOfTemplates(data);
  return coverageOfDifferences(data, strata, sizes, residuals, runs, seed, (columns, centres, below) => {
    const drawn = aroundCentres(columns, centres.flat(), residuals, 'equal', below);
    const ofCentres = centres.flatMap((own, stratum) => own.map(() => stratum));
    return { ...drawn, strata: drawn.clusters.map((cluster) => ofCentres[cluster] ?? -1) };
  });
}

/** So many in all, in the set's proportions, and two of each at least. */
function sharesOf(strata: readonly Stratum[], count: number): number[] {
  const total = strata.reduce((sum, { set }) => sum + set.length, 0);
  const shares = strata.map(({ set }) => Math.max(2, Math.round((count * set.length) / total)));
  const others = shares.slice(1).reduce((sum, share) => sum + share, 0);
  return [count - others, ...shares.slice(1)];
}

interface DrawnInStrata extends Drawn {
  readonly strata: Int32Array;
}

/** @param residuals what pairs have beside their cluster's centre; null where each pair is a cluster */
function coverageOfDifferences(
  { families, negation, controls }: RealColumns,
  strata: readonly Stratum[],
  sizes: readonly number[],
  residuals: Residuals | null,
  runs: number,
  seed: number,
  draw: (
    columns: readonly Float64Array[],
    rows: readonly (readonly number[])[],
    below: Below,
  ) => DrawnInStrata,
): CoverageOfDifferences {
  const weights = sizes.map((size) => size / sizes.reduce((sum, own) => sum + own, 0));
  const populationOf = (columns: readonly Float64Array[], c: number, rows: readonly number[]) => {
    const values = rows.map((row) => columns[c]?.[row] ?? NaN);
    const around = residuals?.columns[c] ?? Float64Array.of(0);
    return Float64Array.from(values.flatMap((value) => Array.from(around, (residual) => value + residual)));
  };
  const truthOf = (c: number, compare: (set: Float64Array, control: Float64Array) => number): number =>
    strata.reduce((sum, { set, control }, s) => {
      const populations = [
        populationOf(negation.columns, c, set),
        populationOf(controls.columns, c, control),
      ] as const;
      return sum + (weights[s] ?? NaN) * compare(...populations);
    }, 0);
  const truths = families.map((_, c) =>
    truthOf(c, (set, control) => meanOfColumn(set) - meanOfColumn(control)),
  );
  const deltas = families.map((_, c) => truthOf(c, dominance));
  const tally = new CoverageTally();
  const cliff = new Tally();
  const below = draws(seed);
  for (let run = 0; run < runs; run++) {
    const rowsOf = (side: keyof Stratum) =>
      strata.map((stratum, s) => withReplacement(stratum[side], sizes[s] ?? 0, below));
    const set = draw(negation.columns, rowsOf('set'), below);
    const control = draw(controls.columns, rowsOf('control'), below);
    const own: readonly ColumnStatistics[] = compareWithControl(
      { families, columns: set.columns, clusters: set.clusters },
      control.columns,
      {
        kind: 'matched',
        // No cluster has pairs on both sides.
        controlCluster: control.clusters && control.clusters.map((cluster) => cluster + 1000),
        stratum: set.strata,
        controlStratum: control.strata,
      },
      INTERVALS_ONLY,
      seedOfRun(below),
    );
    tally.add(
      own.map(({ difference_ci_low: low, difference_ci_high: high }) => [low, high]),
      own.map((column) => studentLimits(column.difference, column.difference_se, column.difference_dof)),
      truths,
    );
    cliff.add(
      own.map(({ cliffs_delta_ci_low: low, cliffs_delta_ci_high: high }, c) => holds([low, high], deltas[c])),
    );
  }
  return { ...tally.result, cliffsDelta: cliff.rate };
}

/** Cliff's delta of two whole populations. */
function dominance(set: Float64Array, control: Float64Array): number {
  const sorted = control.toSorted();
  let below = 0;
  let notAbove = 0;
  // Both counts only grow from one value of the set to the next larger one.
  const sum = set.toSorted().reduce((total, value) => {
    while (below < sorted.length && (sorted[below] ?? NaN) < value) below++;
    while (notAbove < sorted.length && (sorted[notAbove] ?? NaN) <= value) notAbove++;
    return total + below - (sorted.length - notAbove);
  }, 0);
  return sum / (set.length * control.length);
}

function meanOfColumn(column: Float64Array): number {
  return meanOf([...column]);
}
