/**
 * How the ranks of heads hold when pairs are drawn again: 1,000 resamples as of the bootstrap, the same for all heads, so that what
 * heads have in common does not count. A head whose values are undefined in all that a cell has drawn has no rank there.
 */
import type { AggregateContext, RankedColumn } from './aggregate-context.ts';
import { bootstrapBlocks, drawBlocks } from './bootstrap.ts';
import type { CellSide } from './cells.ts';
import type { Design } from './design.ts';
import { familiesOf } from './families.ts';
import { interleave } from './moments.ts';
import { directionSign } from './outcome.ts';
import { randomSource } from './random.ts';
import { rankStability, topSize } from './rank-stability.ts';
import type { ResampleWeights } from './resample-weights.ts';
import type { CountedSteps } from './steps.ts';
import { addWeightedSums, subsetTable, TILE } from './weighted-sums.ts';

export const RANK_RESAMPLES = 1000;

/** All pairs that any head may be compared by. */
export interface RankedPairs {
  readonly sides: Design['sides'];
  /** [S] numbers of the strata */
  readonly strata: Int32Array;
}

/** One cell of all pairs: what its units are in the resamples, and where a row's value belongs. */
interface DrawnCell {
  readonly weights: ResampleWeights;
  /** by row: place of its unit among the weights' items; -1 in no item */
  readonly itemOfRow: Int32Array;
}

/** Fills in how often each head is among the first of its family. The steps count resamples of a tile of columns. */
export function* rankHeads(
  context: AggregateContext,
  pairs: RankedPairs,
  wanted: number | undefined,
): CountedSteps<void> {
  const cells = yield* drawCells(context.seed, pairs);
  for (const family of familiesOf(context)) {
    const k = topSize(family.length, wanted);
    if (k === 0) continue;
    const resampled = yield* resampleFamily(
      family.map((c) => context.ranked[c] ?? null),
      pairs,
      cells,
    );
    const sign = directionSign(context.columns[family[0]!]!.change);
    const own = Float64Array.from(family, (c) => {
      const { difference, mean } = context.statistics[c]!;
      return context.ranked[c] ? sign * ((context.isComparison ? difference : mean) ?? NaN) : NaN;
    });
    // Heads that are all alike have an order of places and none of values.
    if (new Set(own.filter((value) => !Number.isNaN(value))).size < 2) continue;
    const { inclusion } = rankStability(
      own,
      resampled.map((value) => sign * value),
      k,
    );
    family.forEach((c, head) => (context.statistics[c]!.top_share = inclusion[head]!));
    yield 0;
  }
}

/** [side][stratum] */
function* drawCells(seed: number, { sides }: RankedPairs): CountedSteps<DrawnCell[][]> {
  const streams = ['rank-stability', 'rank-stability-control'] as const;
  const blocks = sides.map((side, g) => bootstrapBlocks(side, randomSource(seed, streams[g]!)));
  const weights = yield* drawBlocks(blocks, RANK_RESAMPLES);
  return sides.map((side, g) =>
    Array.from(side.sizes, (_, s) => {
      // A side whose clusters cross strata is one block.
      const b = blocks[g]!.length === 1 ? 0 : s;
      const itemOfUnit = new Map(Array.from(blocks[g]![b]!.units, (unit, item) => [unit, item]));
      return { weights: weights[g]![b]!, itemOfRow: itemsOfRows(side, s, itemOfUnit) };
    }),
  );
}

function itemsOfRows(side: CellSide, stratum: number, itemOfUnit: ReadonlyMap<number, number>): Int32Array {
  const items = new Int32Array((side.rows.at(-1) ?? -1) + 1).fill(-1);
  side.rows.forEach((row, p) => {
    const entry = side.entryOfRow[p]!;
    if (side.stratumOfEntry[entry] !== stratum) return;
    items[row] = itemOfUnit.get(side.unitOfEntry[entry]!) ?? -1;
  });
  return items;
}

/** [R, H] estimates, NaN undefined. */
function* resampleFamily(
  columns: readonly (RankedColumn | null)[],
  pairs: RankedPairs,
  cells: readonly (readonly DrawnCell[])[],
): CountedSteps<Float64Array> {
  const heads = columns.length;
  const resampled = new Float64Array(RANK_RESAMPLES * heads).fill(NaN);
  const table = subsetTable();
  for (const [design, members] of byDesign(columns)) {
    const first = columns[members[0]!]!;
    const counts = cellsInUse(first, pairs, cells).map(({ side, rows, cell }) => {
      const pairsOfItems = new Float64Array(cell.weights.items);
      for (const row of rows) pairsOfItems[cell.itemOfRow[row]!]!++;
      return { side, rows, cell, sizes: sumsOf(cell.weights, [pairsOfItems], table) };
    });
    for (let tile = 0; tile < members.length; tile += TILE) {
      const inTile = members.slice(tile, tile + TILE);
      const estimates = new Float64Array(RANK_RESAMPLES * TILE);
      counts.forEach(({ side, rows, cell, sizes }, place) => {
        const sums = sumsOf(
          cell.weights,
          inTile.map((head) => sumsOfItems(columns[head]!.column[side]!, rows, cell)),
          table,
        );
        const weight = design.sides[0].weights[place % design.sides[0].weights.length]!;
        addMeans(estimates, sums, sizes, side === 0 ? weight : -weight);
      });
      inTile.forEach((head, c) => {
        for (let r = 0; r < RANK_RESAMPLES; r++) resampled[r * heads + head] = estimates[r * TILE + c]!;
      });
      yield RANK_RESAMPLES;
    }
  }
  return resampled;
}

function byDesign(columns: readonly (RankedColumn | null)[]): Map<Design, number[]> {
  const groups = new Map<Design, number[]>();
  columns.forEach((column, head) => {
    if (column === null) return;
    groups.set(column.design, [...(groups.get(column.design) ?? []), head]);
  });
  return groups;
}

/** The cells of a column's design, set before control, each with the rows that have a value. */
function cellsInUse(
  { design, strata }: RankedColumn,
  pairs: RankedPairs,
  cells: readonly (readonly DrawnCell[])[],
): { side: number; rows: number[]; cell: DrawnCell }[] {
  return design.sides.flatMap((own, side) => {
    const rows = Array.from(strata, (): number[] => []);
    own.rows.forEach((row, p) => rows[own.stratumOfEntry[own.entryOfRow[p]!]!]!.push(row));
    return Array.from(strata, (number, s) => ({
      side,
      rows: rows[s]!,
      cell: cells[side]![pairs.strata.indexOf(number)]!,
    }));
  });
}

function sumsOfItems(
  values: Float64Array,
  rows: readonly number[],
  { weights, itemOfRow }: DrawnCell,
): Float64Array {
  const sums = new Float64Array(weights.items);
  for (const row of rows) sums[itemOfRow[row]!]! += values[row]!;
  return sums;
}

/** [R, TILE] */
function sumsOf(
  weights: ResampleWeights,
  columns: readonly Float64Array[],
  table: Float64Array,
): Float64Array {
  const sums = new Float64Array(weights.resamples * TILE);
  addWeightedSums(weights, interleave(columns, weights.items), table, sums);
  return sums;
}

/** estimates[r, c] += weight × sums[r, c] / sizes[r, 0]; NaN where a cell has drawn no pair. */
function addMeans(estimates: Float64Array, sums: Float64Array, sizes: Float64Array, weight: number): void {
  for (let at = 0; at < estimates.length; at++) {
    const size = sizes[at - (at % TILE)]!;
    estimates[at] = estimates[at]! + (size > 0 ? (weight * sums[at]!) / size : NaN);
  }
}
