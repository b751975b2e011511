/**
 * Two-sided permutation test of the post-stratified difference over its standard error (Janssen 1997; Chung and Romano 2013):
 * units change sides within strata. docs/science.md, section 3.
 */
import {
  arrangementDraws,
  countArrangements,
  type ExchangedBlock,
  exchangedBlocks,
  planArrangements,
} from './arrangements.ts';
import type { Cells } from './cells.ts';
import { entrySums, momentsOfUnits, poolUnits, resampleUnits } from './cluster-moments.ts';
import { type Estimate, rangeOfBoth } from './cr2.ts';
import { crossesStrata, type Design, differenceDesign, type SidesOfColumn } from './design.ts';
import { emptyMoments, type Moments } from './moments.ts';
import {
  type ArrangedTile,
  arrangedTile,
  momentsOfArrangedUnits,
  resampleGroup,
  stratumGroups,
  unitRoom,
} from './unit-moments.ts';
import type { RandomSource } from './random.ts';
import { type ResampleWeights, weightOf, zeroWeights } from './resample-weights.ts';
import type { CountedSteps } from './steps.ts';
import { studentise } from './studentised.ts';
import { type ArrangementTest, TailCounts } from './tail-counts.ts';
import { TILE } from './weighted-sums.ts';

export const DEFAULT_PERMUTATIONS = 10_000;

/** Arrangements are held this many at a time, which bounds memory whatever their number. */
const CHUNK = 2048;

/**
 * A test for each column; all share the arrangements: all of them where there are at most 10,000, else so many random ones.
 * The steps count arrangements of a tile of columns.
 *
 * @param columns values of set and control
 * @param estimates of the columns: D and its standard error
 */
export function* permutationTests(
  cells: Cells,
  columns: readonly SidesOfColumn[],
  estimates: readonly Estimate[],
  permutations: number,
  random: RandomSource,
): CountedSteps<ArrangementTest[]> {
  const blocks = exchangedBlocks(cells);
  const plan = planArrangements(countArrangements(blocks), permutations);
  const draws = arrangementDraws(blocks, plan.exact, random);
  const scales = columns.map(([set, control]) => {
    const [low, high] = rangeOfBoth(cells, set!, control!);
    return high - low;
  });
  const counts = estimates.map(
    ({ estimate, se }, c) => new TailCounts(studentise(estimate, se ?? 0, scales[c]!)),
  );
  const crosses = crossesStrata(cells.set) || crossesStrata(cells.control);
  const tiles = Array.from({ length: Math.ceil(columns.length / TILE) }, (_, tile) =>
    columns.slice(tile * TILE, (tile + 1) * TILE),
  );
  const arrange = yield* crosses
    ? acrossStrata(differenceDesign(cells), blocks, tiles)
    : inStrata(cells, tiles);
  for (let first = 0; first < plan.arrangements; first += CHUNK) {
    const size = Math.min(CHUNK, plan.arrangements - first);
    const weights = blocks.map(({ units }) => zeroWeights(units.length, size));
    for (let r = 0; r < size; r++) {
      weights.forEach((ofBlock, b) => draws[b]!(ofBlock, r));
    }
    yield 0;
    const moments = emptyMoments(size);
    const computeTile = arrange(weights, moments);
    for (let tile = 0; tile < tiles.length; tile++) {
      computeTile(tile);
      tiles[tile]!.forEach((_, c) => {
        const scale = scales[tile * TILE + c]!;
        const count = counts[tile * TILE + c]!;
        for (let at = c; at < size * TILE; at += TILE) {
          const se = Math.sqrt(Math.max(0, moments.variance[at]!));
          count.add(studentise(moments.estimate[at]!, se, scale));
        }
      });
      yield size;
    }
  }
  return counts.map((count) => count.test(plan));
}

/** For some arrangements, what computes the moments of a tile of columns, by its number. */
type ArrangeTiles = (weights: readonly ResampleWeights[], out: Moments) => (tile: number) => void;

function* inStrata(
  { set, control }: Cells,
  tiles: readonly (readonly SidesOfColumn[])[],
): CountedSteps<ArrangeTiles> {
  const groups = stratumGroups(set, control);
  const prepared: ArrangedTile[] = [];
  for (const columns of tiles) {
    prepared.push(arrangedTile(set, control, columns, groups));
    yield 0;
  }
  return (weights, out) => {
    const resampled = groups.map((group, s) => resampleGroup(group, weights[s]!));
    const room = unitRoom(weights[0]!.resamples);
    return (tile) => momentsOfArrangedUnits(set.weights, prepared[tile]!, resampled, room, out);
  };
}

function* acrossStrata(
  design: Design,
  blocks: readonly ExchangedBlock[],
  tiles: readonly (readonly SidesOfColumn[])[],
): CountedSteps<ArrangeTiles> {
  const pool = poolUnits(design);
  const prepared: Float64Array[] = [];
  for (const columns of tiles) {
    prepared.push(entrySums(design, columns, false));
    yield 0;
  }
  return (weights, out) => {
    const resampled = resampleUnits(pool, arrangedUnits(pool.units, blocks, weights));
    return (tile) => momentsOfUnits(pool, resampled, prepared[tile]!, out);
  };
}

/** [R, U] 1 for the units that make up the set, -1 for the others. */
function arrangedUnits(
  units: number,
  blocks: readonly ExchangedBlock[],
  weights: readonly ResampleWeights[],
): Int16Array {
  const resamples = weights[0]!.resamples;
  const arranged = new Int16Array(resamples * units);
  blocks.forEach((block, b) => {
    block.units.forEach((unit, item) => {
      for (let r = 0; r < resamples; r++) {
        arranged[r * units + unit] = weightOf(weights[b]!, r, item) === 1 ? 1 : -1;
      }
    });
  });
  return arranged;
}
