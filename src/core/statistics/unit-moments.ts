/**
 * Moments where each unit lies in one stratum. In a cell of N pairs, of units with n pairs whose values sum to S, the mean is
 * m = sum of S / N, and its CR2 variance is sum over units of (S - n m)² / (1 - n / N) / N². Of the units with the same n it
 * takes the sums of S and of S² alone, and these come from weighted-sums.ts. A pair is a unit with n = 1.
 */
import type { CellSide } from './cells.ts';
import { cellMeans } from './cr2.ts';
import type { Design, SidesOfColumn } from './design.ts';
import { type Moments, momentsInTwoPasses, type ResampledCell } from './moments.ts';
import { type ResampleWeights, setWeights, weightOf, zeroWeights } from './resample-weights.ts';
import { addWeightedSums, subsetTable, TILE } from './weighted-sums.ts';

/**
 * A variance below this share of what its squares alone would give has lost too many digits to the subtraction, and is
 * computed again in two passes.
 */
const LOST_DIGITS = 1e-5;

/** Units of a cell that have equally many pairs. */
interface SizeClass {
  /** n */
  readonly size: number;
  /** places of its units among those of the cell */
  readonly items: Int32Array;
}

/** Units that are drawn from one another or change sides with one another: those of a cell, or of both cells of a stratum. */
export interface UnitGroup {
  /** [units] pairs of each */
  readonly sizes: Float64Array;
  readonly classes: readonly SizeClass[];
}

export function unitGroup(sizes: Float64Array): UnitGroup {
  const classes = [...new Set(sizes)].map((size) => ({
    size,
    items: Int32Array.from(sizes.keys()).filter((item) => sizes[item] === size),
  }));
  return { sizes, classes };
}

/** The resamples of a group: what all columns have in common. */
export interface ResampledGroup {
  readonly group: UnitGroup;
  /** of all units of the group */
  readonly weights: ResampleWeights;
  /** [class] of its units */
  readonly ofClasses: readonly ResampleWeights[];
  /** [class][R] the weights of its units, summed */
  readonly counts: readonly Float64Array[];
}

export function resampleGroup(group: UnitGroup, weights: ResampleWeights): ResampledGroup {
  const { classes } = group;
  const ofClasses =
    classes.length === 1 ? [weights] : classes.map(({ items }) => selectItems(weights, items));
  const counts = classes.map(({ items }) => {
    const sums = new Float64Array(weights.resamples);
    // Of one size, all resamples have as many units: those of the first are counted.
    const counted = classes.length === 1 ? Math.min(1, sums.length) : sums.length;
    for (let r = 0; r < counted; r++) {
      for (const item of items) sums[r]! += weightOf(weights, r, item);
    }
    return counted < sums.length ? sums.fill(sums[0]!) : sums;
  });
  return { group, weights, ofClasses, counts };
}

function selectItems(weights: ResampleWeights, items: Int32Array): ResampleWeights {
  const selected = zeroWeights(items.length, weights.resamples);
  for (let r = 0; r < weights.resamples; r++) {
    setWeights(
      selected,
      r,
      items.map((item) => weightOf(weights, r, item)),
    );
  }
  return selected;
}

/** Buffers to work in, to be used again with as many resamples. */
export interface UnitRoom {
  readonly table: Float64Array;
  /** [class] of [R, TILE]; as many as were ever needed */
  readonly sums: Float64Array[];
  readonly squares: Float64Array[];
  readonly magnitude: Float64Array;
}

export function unitRoom(resamples: number): UnitRoom {
  return { table: subsetTable(), sums: [], squares: [], magnitude: new Float64Array(resamples * TILE) };
}

/** [stratum] the units of each cell, in the order of the side's entries, which are its units here. */
export function cellGroups(side: CellSide): UnitGroup[] {
  return entriesByStratum(side).map((entries) =>
    unitGroup(Float64Array.from(entries, (entry) => side.entrySizes[entry]!)),
  );
}

/** [stratum] the units of both sides, those of the set first. */
export function stratumGroups(set: CellSide, control: CellSide): UnitGroup[] {
  const ofControl = cellGroups(control);
  return cellGroups(set).map(({ sizes }, s) =>
    unitGroup(Float64Array.from([...sizes, ...ofControl[s]!.sizes])),
  );
}

/** A group's units in a tile of columns: their sums S, as the kernels read them. */
interface GroupTile {
  /** [column][unit] S */
  readonly sums: readonly Float64Array[];
  /** [class] of [units of the class, TILE]: S, and S² */
  readonly values: readonly Float64Array[];
  readonly squares: readonly Float64Array[];
}

/** Up to TILE columns: [side][stratum] */
export interface DrawnTile {
  readonly columns: number;
  readonly groups: readonly (readonly GroupTile[])[];
}

/** @param groups [side][stratum] */
export function drawnTile(
  { sides }: Design,
  columns: readonly SidesOfColumn[],
  groups: readonly (readonly UnitGroup[])[],
): DrawnTile {
  const tiles = sides.map((side, g) => {
    const sums = columns.map((column) => sumsByCell(side, column[g]!));
    return groups[g]!.map((group, s) =>
      groupTile(
        group,
        sums.map((cells) => cells[s]!),
      ),
    );
  });
  return { columns: columns.length, groups: tiles };
}

/** Up to TILE columns: [stratum] */
export interface ArrangedTile {
  readonly columns: number;
  readonly groups: readonly GroupTile[];
}

/** @param groups [stratum] of both sides */
export function arrangedTile(
  set: CellSide,
  control: CellSide,
  columns: readonly SidesOfColumn[],
  groups: readonly UnitGroup[],
): ArrangedTile {
  const sums = columns.map((column) => sumsByStratum(set, control, column));
  const tiles = groups.map((group, s) =>
    groupTile(
      group,
      sums.map((strata) => strata[s]!),
    ),
  );
  return { columns: columns.length, groups: tiles };
}

function groupTile({ classes }: UnitGroup, sums: readonly Float64Array[]): GroupTile {
  const values = classes.map(({ items }) => {
    const tile = new Float64Array(items.length * TILE);
    sums.forEach((own, c) => items.forEach((item, place) => (tile[place * TILE + c] = own[item]!)));
    return tile;
  });
  return { sums, values, squares: values.map((own) => own.map((value) => value * value)) };
}

/**
 * The bootstrap: each cell has as many units as in the data, drawn by `groups`.
 *
 * @param groups [side][stratum]
 * @param out overwritten; the estimate is less that of the data
 */
export function momentsOfDrawnUnits(
  { sides }: Design,
  tile: DrawnTile,
  groups: readonly (readonly ResampledGroup[])[],
  room: UnitRoom,
  out: Moments,
): void {
  startMoments(room, out);
  sides.forEach((side, g) => {
    side.weights.forEach((weight, s) => {
      const resampled = groups[g]![s]!;
      sumClasses(resampled, tile.groups[g]![s]!, room);
      addCell(g === 0 ? weight : -weight, resampled.group, resampled.counts, room, out);
    });
  });
  repair(tile.columns, room, out, (c, r) =>
    sides.flatMap((side, g) =>
      Array.from(side.weights, (weight, s): ResampledCell => {
        const { group, weights } = groups[g]![s]!;
        const times = group.sizes.map((_, item) => weightOf(weights, r, item));
        const sums = tile.groups[g]![s]!.sums[c]!;
        return { weight: g === 0 ? weight : -weight, sums, sizes: group.sizes, times };
      }),
    ),
  );
}

/**
 * Arrangements: in each stratum, as many of the pooled units make up the set as it has.
 *
 * @param groups [stratum] weight 1 for the units that make up the set, 0 for the others
 * @param out overwritten
 */
export function momentsOfArrangedUnits(
  weights: Float64Array,
  tile: ArrangedTile,
  groups: readonly ResampledGroup[],
  room: UnitRoom,
  out: Moments,
): void {
  startMoments(room, out);
  weights.forEach((weight, s) => {
    const { group, counts } = groups[s]!;
    const { values, squares } = tile.groups[s]!;
    sumClasses(groups[s]!, tile.groups[s]!, room);
    if (group.classes.length === 1) {
      const totals = [totalOf(values[0]!), totalOf(squares[0]!)] as const;
      addBothCellsOfOneSize(weight, group, counts[0]![0]!, totals, room, out);
      return;
    }
    addCell(weight, group, counts, room, out);
    // What is not the set's is the control's.
    const rest = group.classes.map(({ items }, k) => {
      subtractFromTotal(room.sums[k]!, totalOf(values[k]!));
      subtractFromTotal(room.squares[k]!, totalOf(squares[k]!));
      return counts[k]!.map((count) => items.length - count);
    });
    addCell(-weight, group, rest, room, out);
  });
  repair(tile.columns, room, out, (c, r) =>
    Array.from(weights, (weight, s): ResampledCell[] => {
      const { group, weights: drawn } = groups[s]!;
      const chosen = group.sizes.map((_, item) => weightOf(drawn, r, item));
      const [sums, { sizes }] = [tile.groups[s]!.sums[c]!, group];
      return [
        { weight, sums, sizes, times: chosen },
        { weight: -weight, sums, sizes, times: chosen.map((one) => 1 - one) },
      ];
    }).flat(),
  );
}

/** [stratum] the entries of a side. */
function entriesByStratum({ sizes, stratumOfEntry }: CellSide): number[][] {
  const entries = Array.from(sizes, (): number[] => []);
  stratumOfEntry.forEach((stratum, entry) => entries[stratum]!.push(entry));
  return entries;
}

/** [stratum][unit] S of the values less the mean of their cell: deviations round less, and equal values become 0 exactly. */
function sumsByCell(side: CellSide, values: Float64Array): Float64Array[] {
  return sumsOfEntries(side, values, cellMeans(side, values));
}

/** [stratum][unit] of both sides, the set's first, of the values less the mean of the stratum. */
function sumsByStratum(set: CellSide, control: CellSide, column: SidesOfColumn): Float64Array[] {
  const [ofSet, ofControl] = [cellMeans(set, column[0]!), cellMeans(control, column[1]!)];
  const centres = ofSet.map((mean, s) => {
    const [n, m] = [set.sizes[s]!, control.sizes[s]!];
    // Equal means stay what they are.
    return mean + (ofControl[s]! - mean) * (m / (n + m));
  });
  const others = sumsOfEntries(control, column[1]!, centres);
  return sumsOfEntries(set, column[0]!, centres).map((own, s) => joined(own, others[s]!));
}

function joined(first: Float64Array, second: Float64Array): Float64Array {
  const both = new Float64Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

function sumsOfEntries(side: CellSide, values: Float64Array, centres: Float64Array): Float64Array[] {
  const { rows, entryOfRow, stratumOfEntry, entrySizes } = side;
  const sums = new Float64Array(entrySizes.length);
  for (let p = 0; p < rows.length; p++) {
    const entry = entryOfRow[p]!;
    sums[entry] = sums[entry]! + values[rows[p]!]! - centres[stratumOfEntry[entry]!]!;
  }
  if (side.sizes.length === 1) return [sums];
  const byStratum = Array.from(side.sizes, (): number[] => []);
  for (let entry = 0; entry < sums.length; entry++) byStratum[stratumOfEntry[entry]!]!.push(sums[entry]!);
  return byStratum.map((own) => Float64Array.from(own));
}

function startMoments({ magnitude }: UnitRoom, { estimate, variance }: Moments): void {
  estimate.fill(0);
  variance.fill(0);
  magnitude.fill(0);
}

/** The sums of S and of S² by class, into the room. */
function sumClasses({ ofClasses }: ResampledGroup, { values, squares }: GroupTile, room: UnitRoom): void {
  ofClasses.forEach((weights, k) => {
    sumInto(room.sums, k, weights, values[k]!, room);
    sumInto(room.squares, k, weights, squares[k]!, room);
  });
}

function sumInto(
  buffers: Float64Array[],
  k: number,
  weights: ResampleWeights,
  values: Float64Array,
  { table, magnitude }: UnitRoom,
): void {
  const buffer = buffers[k] ?? new Float64Array(magnitude.length);
  buffers[k] = buffer.fill(0);
  addWeightedSums(weights, values, table, buffer);
}

/** [TILE] the sum over all units. @param values [units, TILE] */
function totalOf(values: Float64Array): Float64Array {
  const total = new Float64Array(TILE);
  for (let at = 0; at < values.length; at++) total[at % TILE] = total[at % TILE]! + values[at]!;
  return total;
}

/** sums[r, c] becomes the total of column c less itself. */
function subtractFromTotal(sums: Float64Array, total: Float64Array): void {
  for (let at = 0; at < sums.length; at++) sums[at] = total[at % TILE]! - sums[at]!;
}

/**
 * Adds both cells of a stratum whose units all have as many pairs; the sums of the set's are in the room.
 *
 * @param chosen units of the set
 * @param totals [TILE] of S and of S², over all units
 */
function addBothCellsOfOneSize(
  weight: number,
  { classes, sizes }: UnitGroup,
  chosen: number,
  [total, squareTotal]: readonly [Float64Array, Float64Array],
  { sums: [sums], squares: [squares], magnitude }: UnitRoom,
  { estimate, variance }: Moments,
): void {
  const rest = sizes.length - chosen;
  const ofMean = weight / (classes[0]!.size * chosen);
  const ofOtherMean = weight / (classes[0]!.size * rest);
  const ofSquares = (ofMean * ofMean * chosen) / (chosen - 1);
  const ofOtherSquares = (ofOtherMean * ofOtherMean * rest) / (rest - 1);
  for (let at = 0; at < estimate.length; at++) {
    const sum = sums![at]!;
    const other = total[at % TILE]! - sum;
    const square = ofSquares * squares![at]!;
    const otherSquare = ofOtherSquares * (squareTotal[at % TILE]! - squares![at]!);
    estimate[at] = estimate[at]! + ofMean * sum - ofOtherMean * other;
    magnitude[at] = magnitude[at]! + square + otherSquare;
    variance[at] =
      variance[at]! +
      (square - (ofSquares * sum * sum) / chosen) +
      (otherSquare - (ofOtherSquares * other * other) / rest);
  }
}

/** Adds a cell, whose sums are in the room, to the moments. @param counts [class][R] units of the cell */
function addCell(
  weight: number,
  { classes }: UnitGroup,
  counts: readonly Float64Array[],
  room: UnitRoom,
  out: Moments,
): void {
  if (classes.length === 1) addCellOfOneSize(weight, classes[0]!.size, counts[0]!, room, out);
  else addCellOfSizes(weight, classes, counts, room, out);
}

/** Of U units of n pairs: m = S / (n U) and sum of (S - n m)² = squares - sums² / U. */
function addCellOfOneSize(
  weight: number,
  size: number,
  counts: Float64Array,
  { sums: [sums], squares: [squares], magnitude }: UnitRoom,
  { estimate, variance }: Moments,
): void {
  // All resamples have as many units.
  const units = counts[0]!;
  const ofMean = weight / (size * units);
  const ofSquares = (ofMean * ofMean * units) / (units - 1);
  for (let at = 0; at < estimate.length; at++) {
    const sum = sums![at]!;
    const square = squares![at]!;
    estimate[at] = estimate[at]! + ofMean * sum;
    variance[at] = variance[at]! + ofSquares * (square - (sum * sum) / units);
    magnitude[at] = magnitude[at]! + ofSquares * square;
  }
}

function addCellOfSizes(
  weight: number,
  classes: readonly SizeClass[],
  counts: readonly Float64Array[],
  { sums, squares, magnitude }: UnitRoom,
  { estimate, variance }: Moments,
): void {
  const means = new Float64Array(TILE);
  for (let row = 0, r = 0; row < estimate.length; row += TILE, r++) {
    let pairs = 0;
    for (let k = 0; k < classes.length; k++) pairs += classes[k]!.size * counts[k]![r]!;
    means.fill(0);
    for (let k = 0; k < classes.length; k++) {
      const ofClass = sums[k]!;
      for (let c = 0; c < TILE; c++) means[c] = means[c]! + ofClass[row + c]! / pairs;
    }
    for (let c = 0; c < TILE; c++) estimate[row + c] = estimate[row + c]! + weight * means[c]!;
    for (let k = 0; k < classes.length; k++) {
      const { size } = classes[k]!;
      const count = counts[k]![r]!;
      if (count === 0) continue;
      const scale = (weight / pairs) ** 2 / (1 - size / pairs);
      const ofClass = sums[k]!;
      const squaresOfClass = squares[k]!;
      for (let c = 0; c < TILE; c++) {
        const square = scale * squaresOfClass[row + c]!;
        const shift = size * means[c]!;
        variance[row + c] =
          variance[row + c]! + square + scale * shift * (shift * count - 2 * ofClass[row + c]!);
        magnitude[row + c] = magnitude[row + c]! + square;
      }
    }
  }
}

/** @param cellsOf the cells of column c as resample r has them */
function repair(
  columns: number,
  { magnitude }: UnitRoom,
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
