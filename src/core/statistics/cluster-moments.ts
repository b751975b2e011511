/**
 * Moments where units are clusters with pairs in several strata: two passes over the entries of the units that are drawn, the
 * columns of a tile innermost. U units, E entries of both sides, S strata, R resamples.
 */
import type { CellSide } from './cells.ts';
import { cellMeans } from './cr2.ts';
import type { Design, SidesOfColumn } from './design.ts';
import type { Moments } from './moments.ts';
import { TILE } from './weighted-sums.ts';

/** The units of a design, those of the set before those of the control. */
export interface PooledUnits {
  /** S */
  readonly strata: number;
  /** [S] */
  readonly weights: Float64Array;
  /** U */
  readonly units: number;
  /** [U + 1] the entries of unit u are entryStart[u] up to, not including, entryStart[u + 1] */
  readonly entryStart: Int32Array;
  /** [E] */
  readonly stratumOfEntry: Int32Array;
  /** [E] pairs */
  readonly entrySizes: Float64Array;
}

export function poolUnits({ sides }: Design): PooledUnits {
  const entryStart = [0];
  for (const side of sides) {
    const first = entryStart.at(-1)!;
    side.unitOfEntry.forEach((unit, entry) => {
      if (side.unitOfEntry[entry + 1] !== unit) entryStart.push(first + entry + 1);
    });
  }
  return {
    strata: sides[0].weights.length,
    weights: sides[0].weights,
    units: entryStart.length - 1,
    entryStart: Int32Array.from(entryStart),
    stratumOfEntry: Int32Array.from(sides.flatMap((side) => [...side.stratumOfEntry])),
    entrySizes: Float64Array.from(sides.flatMap((side) => [...side.entrySizes])),
  };
}

/**
 * [E, TILE] sums of each entry's values less a centre of their stratum, which leaves estimates as they are but for a constant
 * and keeps digits: the cell's mean for a bootstrap, one for both sides where units change sides.
 *
 * @param columns at most TILE
 * @param own whether each side has centres of its own
 */
export function entrySums({ sides }: Design, columns: readonly SidesOfColumn[], own: boolean): Float64Array {
  const entries = sides.reduce((sum, side) => sum + side.entrySizes.length, 0);
  const sums = new Float64Array(entries * TILE);
  columns.forEach((column, c) => {
    const centresOfSet = cellMeans(sides[0], column[0]!);
    let first = 0;
    sides.forEach((side, g) => {
      const centres = own && g > 0 ? cellMeans(side, column[g]!) : centresOfSet;
      addEntrySums(side, column[g]!, centres, sums, first * TILE + c);
      first += side.entrySizes.length;
    });
  });
  return sums;
}

function addEntrySums(
  { rows, entryOfRow, stratumOfEntry }: CellSide,
  values: Float64Array,
  centres: Float64Array,
  sums: Float64Array,
  offset: number,
): void {
  rows.forEach((row, p) => {
    const entry = entryOfRow[p]!;
    sums[offset + entry * TILE]! += values[row]! - centres[stratumOfEntry[entry]!]!;
  });
}

/** What some resamples have in common for all columns. */
export interface ResampledUnits {
  /** [R, U] how often each unit is drawn: above 0 for the set, below for the control, 0 not drawn */
  readonly drawn: Int16Array;
  /** R */
  readonly resamples: number;
  /** [R, 2 S] one over the pairs that each cell has in the resample, set before control */
  readonly inverseSizes: Float64Array;
  /** [R, E] w / (N sqrt(1 - n / N)) with the N of the resample */
  readonly scales: Float64Array;
}

/** @param drawn [R, U]; every cell of a side that is drawn has two units at least, copies counted */
export function resampleUnits(pool: PooledUnits, drawn: Int16Array): ResampledUnits {
  const { strata, weights, units, entryStart, stratumOfEntry, entrySizes } = pool;
  const resamples = drawn.length / units;
  const entries = entrySizes.length;
  const inverseSizes = new Float64Array(resamples * 2 * strata);
  const scales = new Float64Array(resamples * entries);
  const eachEntry = (r: number, visit: (entry: number, cell: number, times: number) => void): void => {
    for (let unit = 0; unit < units; unit++) {
      const times = drawn[r * units + unit]!;
      if (times === 0) continue;
      const cell = (2 * r + (times > 0 ? 0 : 1)) * strata;
      for (let entry = entryStart[unit]!; entry < entryStart[unit + 1]!; entry++) {
        visit(entry, cell + stratumOfEntry[entry]!, Math.abs(times));
      }
    }
  };
  for (let r = 0; r < resamples; r++) {
    eachEntry(r, (entry, cell, times) => (inverseSizes[cell]! += times * entrySizes[entry]!));
    for (let cell = 2 * r * strata; cell < 2 * (r + 1) * strata; cell++) {
      if (inverseSizes[cell]! > 0) inverseSizes[cell] = 1 / inverseSizes[cell]!;
    }
    eachEntry(r, (entry, cell) => {
      const share = entrySizes[entry]! * inverseSizes[cell]!;
      scales[r * entries + entry] =
        (weights[stratumOfEntry[entry]!]! * inverseSizes[cell]!) / Math.sqrt(1 - share);
    });
  }
  return { drawn, resamples, inverseSizes, scales };
}

/**
 * Overwrites the moments.
 *
 * @param sums see {@link entrySums}
 */
export function momentsOfUnits(
  pool: PooledUnits,
  { drawn, resamples, inverseSizes, scales }: ResampledUnits,
  sums: Float64Array,
  { estimate, variance }: Moments,
): void {
  const { strata, units, entryStart, stratumOfEntry, entrySizes } = pool;
  const entries = entrySizes.length;
  const means = new Float64Array(2 * strata * TILE);
  for (let r = 0; r < resamples; r++) {
    means.fill(0);
    for (let unit = 0; unit < units; unit++) {
      const times = drawn[r * units + unit]!;
      if (times === 0) continue;
      const side = times > 0 ? 0 : strata;
      for (let entry = entryStart[unit]!; entry < entryStart[unit + 1]!; entry++) {
        addRow(means, (side + stratumOfEntry[entry]!) * TILE, Math.abs(times), sums, entry * TILE);
      }
    }
    finishMeans(pool, inverseSizes, r, means, estimate);
    const row = r * TILE;
    variance.fill(0, row, row + TILE);
    for (let unit = 0; unit < units; unit++) {
      const times = drawn[r * units + unit]!;
      if (times === 0) continue;
      const side = times > 0 ? 0 : strata;
      // A unit's term in each column of the tile; names in place of an array keep them out of memory.
      let [t0, t1, t2, t3, t4, t5, t6, t7] = [0, 0, 0, 0, 0, 0, 0, 0];
      for (let entry = entryStart[unit]!; entry < entryStart[unit + 1]!; entry++) {
        const scale = scales[r * entries + entry]!;
        const shift = scale * entrySizes[entry]!;
        const from = entry * TILE;
        const mean = (side + stratumOfEntry[entry]!) * TILE;
        t0 += scale * sums[from]! - shift * means[mean]!;
        t1 += scale * sums[from + 1]! - shift * means[mean + 1]!;
        t2 += scale * sums[from + 2]! - shift * means[mean + 2]!;
        t3 += scale * sums[from + 3]! - shift * means[mean + 3]!;
        t4 += scale * sums[from + 4]! - shift * means[mean + 4]!;
        t5 += scale * sums[from + 5]! - shift * means[mean + 5]!;
        t6 += scale * sums[from + 6]! - shift * means[mean + 6]!;
        t7 += scale * sums[from + 7]! - shift * means[mean + 7]!;
      }
      const copies = Math.abs(times);
      variance[row] = variance[row]! + copies * t0 * t0;
      variance[row + 1] = variance[row + 1]! + copies * t1 * t1;
      variance[row + 2] = variance[row + 2]! + copies * t2 * t2;
      variance[row + 3] = variance[row + 3]! + copies * t3 * t3;
      variance[row + 4] = variance[row + 4]! + copies * t4 * t4;
      variance[row + 5] = variance[row + 5]! + copies * t5 * t5;
      variance[row + 6] = variance[row + 6]! + copies * t6 * t6;
      variance[row + 7] = variance[row + 7]! + copies * t7 * t7;
    }
  }
}

/** means [2 S, TILE], sums before, become means; the estimate of resample r is made of them. */
function finishMeans(
  { strata, weights }: PooledUnits,
  inverseSizes: Float64Array,
  r: number,
  means: Float64Array,
  estimate: Float64Array,
): void {
  const row = r * TILE;
  estimate.fill(0, row, row + TILE);
  for (let cell = 0; cell < 2 * strata; cell++) {
    const inverse = inverseSizes[2 * r * strata + cell]!;
    for (let c = 0; c < TILE; c++) means[cell * TILE + c] = means[cell * TILE + c]! * inverse;
    addRow(estimate, row, cell < strata ? weights[cell]! : -weights[cell - strata]!, means, cell * TILE);
  }
}

/** to[toRow + c] += scale × from[fromRow + c], written out for the columns of a tile. */
function addRow(to: Float64Array, toRow: number, scale: number, from: Float64Array, fromRow: number): void {
  to[toRow] = to[toRow]! + scale * from[fromRow]!;
  to[toRow + 1] = to[toRow + 1]! + scale * from[fromRow + 1]!;
  to[toRow + 2] = to[toRow + 2]! + scale * from[fromRow + 2]!;
  to[toRow + 3] = to[toRow + 3]! + scale * from[fromRow + 3]!;
  to[toRow + 4] = to[toRow + 4]! + scale * from[fromRow + 4]!;
  to[toRow + 5] = to[toRow + 5]! + scale * from[fromRow + 5]!;
  to[toRow + 6] = to[toRow + 6]! + scale * from[fromRow + 6]!;
  to[toRow + 7] = to[toRow + 7]! + scale * from[fromRow + 7]!;
}
