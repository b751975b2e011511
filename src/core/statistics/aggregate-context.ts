/** What the parts of an aggregation share. */
import type { AggregateColumn } from './aggregate-input.ts';
import type { MutableColumnStatistics } from './column-statistics.ts';
import type { Estimate } from './cr2.ts';
import type { Design, SidesOfColumn } from './design.ts';
import type { Grouping } from './grouped-units.ts';
import { type RandomSource, randomSource, type RandomStream } from './random.ts';
import type { CountedSteps } from './steps.ts';
import { studentTest } from './student-tests.ts';
import type { ArrangementTest } from './tail-counts.ts';
import { TILE } from './weighted-sums.ts';

/** A column as a test takes it: its values, and what the design estimates of them. */
export interface TestedColumn {
  readonly sides: SidesOfColumn;
  readonly estimate: Estimate;
}

/** A test, and how to do it again with other arrangements, beside other columns of the same design. */
export interface RepeatableTest {
  result: ArrangementTest;
  readonly column: TestedColumn;
  readonly kind: TestKind;
}

/** The test of columns that share a design; columns with the same kind can be tested together. */
export interface TestKind {
  readonly stream: RandomStream;
  readonly streamAgain: RandomStream;
  readonly run: (
    columns: readonly TestedColumn[],
    permutations: number,
    random: RandomSource,
  ) => CountedSteps<ArrangementTest[]>;
}

/** What a column is ranked by, and drawn again for: its estimate in a design; `strata` are the numbers of the design's. */
export interface RankedColumn {
  readonly design: Design;
  readonly strata: Int32Array;
  readonly column: SidesOfColumn;
}

export interface AggregateContext {
  readonly columns: readonly AggregateColumn[];
  readonly statistics: readonly MutableColumnStatistics[];
  /** Whether there is a comparison: heads are then ranked by their difference. */
  readonly isComparison: boolean;
  readonly seed: number;
  readonly resamples: number;
  /** null: units are drawn. */
  readonly grouping: Grouping | null;
  /** Tests are read from Student's t. */
  readonly manyPairs: boolean;
  /** Whether quartiles, standard deviation and extremes are wanted. */
  readonly describes: boolean;
  readonly permutations: number;
  /** [C] or null */
  readonly margins: Float64Array | null;
  readonly marginShare: number | null;
  /** [C] of the difference, and of the mean against 0; null without */
  readonly differenceTests: (RepeatableTest | null)[];
  readonly zeroTests: (RepeatableTest | null)[];
  /** [C] least p of the test of equivalence, null where it was not sampled */
  readonly equivalenceFloors: (number | null)[];
  readonly ranked: (RankedColumn | null)[];
}

/** A part of the work. `cost` counts resamples and arrangements of a tile of columns, as the steps do. */
export interface AggregateTask {
  readonly cost: number;
  readonly run: () => CountedSteps<void>;
}

/** So many columns are described in a step. */
export const COLUMNS_PER_STEP = 32;

export function tilesOf(columns: number): number {
  return Math.ceil(columns / TILE);
}

/** Tests columns of a kind together; what comes out is noted by column, to be done again where it is at its floor. */
export function* testColumns(
  { seed, permutations, manyPairs }: AggregateContext,
  into: (RepeatableTest | null)[],
  numbers: readonly number[],
  columns: readonly TestedColumn[],
  kind: TestKind,
): CountedSteps<void> {
  const results = manyPairs
    ? columns.map(({ estimate }) => studentTest(estimate))
    : yield* kind.run(columns, permutations, randomSource(seed, kind.stream));
  results.forEach((result, place) => {
    into[numbers[place]!] = { result, column: columns[place]!, kind };
  });
}
