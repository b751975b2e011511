/**
 * Moments where every unit is a pair. A cell of N pairs needs the sums of values and of squares of those drawn, and both
 * come from weighted-sums.ts: mean = sum / N, variance of the mean = (squares - sum² / N) / (N (N - 1)).
 */
import type { CellSide } from './cells.ts';
import { cellMeans, valuesByCell } from './cr2.ts';
import type { Design, SidesOfColumn } from './design.ts';
import { less, mean } from './mean.ts';
import { interleave, type Moments, momentsInTwoPasses, type ResampledCell } from './moments.ts';
import { type ResampleWeights, weightOf } from './resample-weights.ts';
import { subsetTable, TILE, weightedSums } from './weighted-sums.ts';

/**
 * A variance below this share of what its squares alone would give has lost too many digits to the subtraction, and is
 * computed again in two passes.
 */
const LOST_DIGITS = 1e-5;

/** Buffers to work in, to be used again: for up to so many resamples. */
export interface PairRoom {
  readonly table: Float64Array;
  /** [R, TILE] each */
  readonly sums: Float64Array;
  readonly squares: Float64Array;
  readonly magnitude: Float64Array;
}

export function pairRoom(resamples: number): PairRoom {
  const buffer = () => new Float64Array(resamples * TILE);
  return { table: subsetTable(), sums: buffer(), squares: buffer(), magnitude: buffer() };
}

/**
 * The bootstrap: each cell has as many pairs as in the data, drawn by `weights`.
 *
 * @param columns at most TILE
 * @param weights [side][stratum] how often each pair of the cell is drawn, pairs in the order of the side's rows
 * @param out overwritten; the estimate is less that of the data
 */
export function momentsOfDrawnPairs(
  { sides }: Design,
  columns: readonly SidesOfColumn[],
  weights: readonly (readonly ResampleWeights[])[],
  room: PairRoom,
  out: Moments,
): void {
  const centred = sides.map((side, g) => columns.map((column) => cellsAboutMeans(side, column[g]!)));
  startMoments(room, out);
  sides.forEach((side, g) => {
    side.sizes.forEach((size, s) => {
      const values = interleave(
        centred[g]!.map((cells) => cells[s]!),
        size,
      );
      sumValuesAndSquares(weights[g]![s]!, values, squaresOf(values), room);
      addCell(side.weights[s]! * signOf(g), size, room, out);
    });
  });
  repair(columns.length, room, out, (c, r) =>
    sides.flatMap((side, g) =>
      Array.from(side.weights, (weight, s) => ({
        weight: weight * signOf(g),
        values: drawnValues(centred[g]![c]![s]!, weights[g]![s]!, r),
      })),
    ),
  );
}

/**
 * Arrangements: in each stratum, as many of the pooled pairs (those of the set before those of the control) make up the
 * set as it has.
 *
 * @param columns at most TILE
 * @param weights [stratum] 1 for the pairs that make up the set
 * @param out overwritten
 */
export function momentsOfArrangedPairs(
  set: CellSide,
  control: CellSide,
  columns: readonly SidesOfColumn[],
  weights: readonly ResampleWeights[],
  room: PairRoom,
  out: Moments,
): void {
  const pooled = columns.map((column) => pooledAboutMeans(set, control, column));
  startMoments(room, out);
  set.weights.forEach((weight, s) => {
    const items = set.sizes[s]! + control.sizes[s]!;
    const values = interleave(
      pooled.map((cells) => cells[s]!),
      items,
    );
    const squares = squaresOf(values);
    sumValuesAndSquares(weights[s]!, values, squares, room);
    addCell(weight, set.sizes[s]!, room, out);
    // What is not the set's is the control's.
    subtractFromTotal(room.sums, values);
    subtractFromTotal(room.squares, squares);
    addCell(-weight, control.sizes[s]!, room, out);
  });
  repair(columns.length, room, out, (c, r) =>
    Array.from(set.weights, (weight, s): ResampledCell[] => {
      const [chosen, rest] = splitValues(pooled[c]![s]!, weights[s]!, r);
      return [
        { weight, values: chosen },
        { weight: -weight, values: rest },
      ];
    }).flat(),
  );
}

/** Sides are added and subtracted: set less control. */
function signOf(side: number): 1 | -1 {
  return side === 0 ? 1 : -1;
}

/** [S] the values of each cell less their mean: sums of deviations round less, and equal values become 0 exactly. */
function cellsAboutMeans(side: CellSide, values: Float64Array): Float64Array[] {
  const means = cellMeans(side, values);
  return valuesByCell(side, values).map((cell, s) => less(cell, means[s]!));
}

/** [S] the values of a stratum, the set's first, less the mean of all of them. */
function pooledAboutMeans(set: CellSide, control: CellSide, column: SidesOfColumn): Float64Array[] {
  const controlCells = valuesByCell(control, column[1]!);
  return valuesByCell(set, column[0]!).map((cell, s) => {
    const values = Float64Array.from([...cell, ...controlCells[s]!]);
    return less(values, mean(values));
  });
}

function squaresOf(values: Float64Array): Float64Array {
  return values.map((value) => value * value);
}

function startMoments(room: PairRoom, out: Moments): void {
  out.estimate.fill(0);
  out.variance.fill(0);
  room.magnitude.fill(0);
}

function sumValuesAndSquares(
  weights: ResampleWeights,
  values: Float64Array,
  squares: Float64Array,
  { table, sums, squares: sumsOfSquares }: PairRoom,
): void {
  weightedSums(weights, values, table, sums);
  weightedSums(weights, squares, table, sumsOfSquares);
}

/** sums[r, c] becomes the sum of column c over all items less itself. */
function subtractFromTotal(sums: Float64Array, items: Float64Array): void {
  const total = new Float64Array(TILE);
  for (let at = 0; at < items.length; at++) total[at % TILE]! += items[at]!;
  for (let at = 0; at < sums.length; at++) sums[at] = total[at % TILE]! - sums[at]!;
}

/** Adds a cell of `size` pairs, whose sums are in the room, to the moments. */
function addCell(weight: number, size: number, { sums, squares, magnitude }: PairRoom, out: Moments): void {
  const { estimate, variance } = out;
  const ofMean = weight / size;
  const ofVariance = (weight * weight) / (size * (size - 1));
  for (let at = 0; at < estimate.length; at++) {
    const sum = sums[at]!;
    const square = squares[at]!;
    estimate[at] = estimate[at]! + ofMean * sum;
    variance[at] = variance[at]! + ofVariance * (square - (sum * sum) / size);
    magnitude[at] = magnitude[at]! + ofVariance * square;
  }
}

/** @param cellsOf the cells of column c as resample r has them */
function repair(
  columns: number,
  { magnitude }: PairRoom,
  { estimate, variance }: Moments,
  cellsOf: (c: number, r: number) => ResampledCell[],
): void {
  for (let at = 0; at < variance.length; at++) {
    const c = at % TILE;
    if (c >= columns || variance[at]! >= LOST_DIGITS * magnitude[at]!) continue;
    const exact = momentsInTwoPasses(cellsOf(c, Math.floor(at / TILE)));
    estimate[at] = exact.estimate;
    variance[at] = exact.variance;
  }
}

/** The values of a resample, each as often as it was drawn. */
function drawnValues(values: Float64Array, weights: ResampleWeights, resample: number): Float64Array {
  const drawn = new Float64Array(values.length);
  let count = 0;
  values.forEach((value, item) => {
    for (let times = weightOf(weights, resample, item); times > 0; times--) drawn[count++] = value;
  });
  return drawn;
}

/** The values with weight 1, and those with weight 0. */
function splitValues(
  values: Float64Array,
  weights: ResampleWeights,
  resample: number,
): [chosen: Float64Array, rest: Float64Array] {
  const isChosen = Uint8Array.from(values, (_, item) => weightOf(weights, resample, item));
  return [values.filter((_, item) => isChosen[item] === 1), values.filter((_, item) => isChosen[item] === 0)];
}
