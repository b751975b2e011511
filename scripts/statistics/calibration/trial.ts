/** One simulated run, through the same functions that every run goes through: the design of its comparison, and its statistics. */
import type { ComparedPair } from '../../../src/core/analyses/statistics/compared-pair.ts';
import { DEFAULT_CHOICE } from '../../../src/core/analyses/statistics/comparison-choice.ts';
import { designComparison } from '../../../src/core/analyses/statistics/design-comparison.ts';
import {
  aggregate,
  type AggregateInput,
  type ColumnStatistics,
} from '../../../src/core/statistics/aggregate.ts';
import type { ControlSetComparison } from '../../../src/core/statistics/aggregate-input.ts';
import type { Shape } from '../../../src/core/statistics/shape.ts';
import type { MeasuredPairs } from './real-columns.ts';
import { meanOf } from './tally.ts';

/** How much is drawn; what a simulation does not look at needs none. */
export interface Effort {
  /** Arrangements of a test; a head at the floor is tested again with ten times as many. */
  readonly permutations: number;
  readonly resamples: number;
}

export const TESTS_ONLY: Effort = { permutations: 999, resamples: 1 };
export const INTERVALS_ONLY: Effort = { permutations: 1, resamples: 1000 };

/** Rows of a set, in the order drawn. */
export function rowsOfColumns(columns: readonly Float64Array[], rows: readonly number[]): Float64Array[] {
  return columns.map((column) => Float64Array.from(rows, (row) => column[row] ?? NaN));
}

/** The column moved to a mean of 0. */
export function lessMean(column: Float64Array): Float64Array {
  const mean = meanOf([...column]);
  return column.map((value) => value - mean);
}

/** Standard deviation of a whole population. */
export function spreadOf(column: Float64Array): number {
  return Math.sqrt(meanOf([...lessMean(column)].map((value) => value * value)));
}

/** [pairs, C] row-major, as runs have their values. */
function tableOf(columns: readonly Float64Array[]): Float64Array {
  const pairs = columns[0]?.length ?? 0;
  const table = new Float64Array(pairs * columns.length);
  columns.forEach((column, c) => {
    for (let row = 0; row < pairs; row++) table[row * columns.length + c] = column[row] ?? NaN;
  });
  return table;
}

/** What the statistics of columns are asked for, apart from how they are compared. */
export interface Sample {
  /** [C] */
  readonly families: readonly string[];
  /** [C] of [pairs] */
  readonly columns: readonly Float64Array[];
  /** [pairs] or null where each pair is a unit */
  readonly clusters: Int32Array | null;
}

function statisticsOf(
  { families, columns, clusters }: Sample,
  comparison: AggregateInput['comparison'],
  margins: Float64Array | null,
  { permutations, resamples }: Effort,
  seed: number,
): readonly ColumnStatistics[] {
  return aggregate({
    columns: families.map((family) => ({ family, signed: false, change: 'high', range: [null, null] })),
    values: tableOf(columns),
    cluster: clusters,
    comparison,
    margins,
    marginShare: null,
    seed,
    bootstrapResamples: resamples,
    permutations,
    mostPermutations: 10 * permutations,
    topK: 0,
  }).columns;
}

/** The set by itself. */
export function describeSample(sample: Sample, effort: Effort, seed: number): readonly ColumnStatistics[] {
  return statisticsOf(sample, null, null, effort, seed);
}

/** Each pair against its own neutral. @param neutral [C] of [pairs]; by default 0, where the sample has differences */
export function comparePaired(
  sample: Sample,
  effort: Effort,
  seed: number,
  margins: Float64Array | null = null,
): readonly ColumnStatistics[] {
  const pairs = sample.columns[0]?.length ?? 0;
  const comparison: AggregateInput['comparison'] = {
    kind: 'paired',
    neutral: new Float64Array(pairs * sample.columns.length),
    used: new Uint8Array(pairs).fill(1),
  };
  return statisticsOf(sample, comparison, margins, effort, seed);
}

/** A set against a control: [C] of [control pairs] in `control`. */
export function compareWithControl(
  sample: Sample,
  control: readonly Float64Array[],
  rows: Pick<ControlSetComparison, 'kind' | 'controlCluster' | 'stratum' | 'controlStratum'>,
  effort: Effort,
  seed: number,
): readonly ColumnStatistics[] {
  return statisticsOf(sample, { ...rows, control: tableOf(control), covariates: null }, null, effort, seed);
}

/** Which rows of which sets are compared, how: what is chosen for a run. */
export interface ControlledTrial {
  readonly families: readonly string[];
  readonly set: MeasuredPairs;
  readonly setRows: readonly number[];
  readonly control: MeasuredPairs;
  readonly controlRows: readonly number[];
  readonly comparison: 'matched' | 'unadjusted';
  /** By clusters, or each pair by itself. */
  readonly byClusters: boolean;
}

/**
 * The comparison that a run of these pairs has.
 *
 * @throws Error when no pair has a control of its shape, and what was asked for is not what one gets
 */
export function compareRows(
  trial: ControlledTrial,
  effort: Effort,
  seed: number,
): readonly ColumnStatistics[] {
  const { families, set, setRows, control, controlRows, comparison, byClusters } = trial;
  const { design, rows } = designComparison(
    {
      set: setRows.map((row) => pairOfShape(set, row)),
      neutral: [],
      control: controlRows.map((row) => pairOfShape(control, row)),
      hasRanks: false,
    },
    { ...DEFAULT_CHOICE, comparison, clusters: byClusters ? 'auto' : 'none' },
  );
  if (design.kind !== comparison) throw new Error(`asked for ${comparison}, got ${design.kind}`);
  return compareWithControl(
    { families, columns: rowsOfColumns(set.columns, setRows), clusters: rows.cluster },
    rowsOfColumns(control.columns, controlRows),
    { ...rows, kind: comparison },
    effort,
    seed,
  );
}

/** A pair whose change has the shape of a real one: designs look at shapes and clusters. */
function pairOfShape({ shapes, clusters }: MeasuredPairs, row: number): ComparedPair {
  const [inserted, deleted, substituted] = shapes[row] as Shape;
  const aligned = Array.from({ length: substituted + 1 }, (_, place) => [place, place] as const);
  return {
    position: row,
    label: null,
    cluster: `${clusters[row]}`,
    originalIds: [...aligned.map(([place]) => place), ...Array.from({ length: deleted }, () => 1000)],
    counterfactualIds: [
      ...aligned.map(([place]) => (place === 0 ? 0 : place + 2000)),
      ...Array.from({ length: inserted }, () => 3000),
    ],
    aligned,
  };
}
