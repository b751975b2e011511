/**
 * The studentised bootstrap (Hall 1988): whole units are drawn with replacement within each cell, and each resample's
 * departure from the data is taken over its own standard error. docs/science.md, section 3.
 */
import type { CellSide } from './cells.ts';
import { entrySums, momentsOfUnits, type PooledUnits, poolUnits, resampleUnits } from './cluster-moments.ts';
import { crossesStrata, type Design, type SidesOfColumn } from './design.ts';
import { emptyMoments, type Moments } from './moments.ts';
import { cellGroups, drawnTile, momentsOfDrawnUnits, resampleGroup, unitRoom } from './unit-moments.ts';
import type { RandomSource } from './random.ts';
import {
  bootstrapDraw,
  drawCounts,
  type DrawResample,
  type ResampleWeights,
  setWeights,
  weightOf,
  zeroWeights,
} from './resample-weights.ts';
import { sortEnds } from './sort-ends.ts';
import type { CountedSteps } from './steps.ts';
import { studentisedResample } from './studentised.ts';
import { TILE } from './weighted-sums.ts';

export const DEFAULT_BOOTSTRAP_RESAMPLES = 2000;

/** Units that are drawn from one another, and how. */
export interface DrawnBlock {
  /** units of the side, ascending */
  readonly units: Int32Array;
  readonly draw: DrawResample;
  /** What it draws, where that was drawn before. */
  readonly weights?: ResampleWeights;
}

/** So many weights are drawn in a step. */
const WEIGHTS_PER_STEP = 2 ** 20;

/** How often a side whose clusters cross strata is drawn anew for a cell with fewer than two units. */
const TRIES = 100;

/** The units of each cell are drawn from that cell; where clusters cross strata, the units of the side from the side. */
export function bootstrapBlocks(side: CellSide, random: RandomSource): DrawnBlock[] {
  if (crossesStrata(side)) {
    return [
      {
        units: Int32Array.from({ length: side.units }, (_, unit) => unit),
        draw: drawAcrossStrata(side, random),
      },
    ];
  }
  const blocks = Array.from(side.sizes, (): number[] => []);
  side.unitOfEntry.forEach((unit, entry) => blocks[side.stratumOfEntry[entry]!]!.push(unit));
  return blocks.map((units) => ({ units: Int32Array.from(units), draw: bootstrapDraw(random) }));
}

/**
 * All units of a side from one another, again until each cell has two units. Where that would hardly ever happen, units that
 * touch the same strata are drawn from one another, which leaves every cell as many as it has.
 */
function drawAcrossStrata(side: CellSide, random: RandomSource): DrawResample {
  const counts = new Uint16Array(side.units);
  const alike = [...unitsByStrata(side).values()].map((units) => ({
    units,
    counts: new Uint16Array(units.length),
  }));
  return (weights, resample) => {
    for (let tries = 0; tries < TRIES; tries++) {
      drawCounts(counts, random);
      if (everyCellHasUnits(side, counts)) return setWeights(weights, resample, counts);
    }
    for (const block of alike) {
      drawCounts(block.counts, random);
      block.units.forEach((unit, place) => (counts[unit] = block.counts[place]!));
    }
    setWeights(weights, resample, counts);
  };
}

function everyCellHasUnits({ sizes, unitOfEntry, stratumOfEntry }: CellSide, counts: Uint16Array): boolean {
  const units = new Uint32Array(sizes.length);
  unitOfEntry.forEach((unit, entry) => (units[stratumOfEntry[entry]!]! += counts[unit]!));
  return units.every((count) => count >= 2);
}

/** Units by the strata they touch. */
export function unitsByStrata({ units, unitOfEntry, stratumOfEntry }: CellSide): Map<string, number[]> {
  const touched = Array.from({ length: units }, (): number[] => []);
  unitOfEntry.forEach((unit, entry) => touched[unit]!.push(stratumOfEntry[entry]!));
  const blocks = new Map<string, number[]>();
  touched.forEach((strata, unit) => {
    const key = strata.join(' ');
    blocks.set(key, [...(blocks.get(key) ?? []), unit]);
  });
  return blocks;
}

/**
 * t* of each column over `resamples` resamples, which all columns share. The steps count resamples of a tile of columns:
 * `resamples` for each tile.
 *
 * @param standardErrors of the columns, each above 0
 * @param blocks [side] as {@link bootstrapBlocks} makes them
 * @param visit told t* of each column, ascending, in a buffer that the next column uses again
 * @param ends so many of the least and of the greatest t* are in order, which is quicker; null: all
 */
export function* studentisedBootstrap(
  design: Design,
  columns: readonly SidesOfColumn[],
  standardErrors: readonly number[],
  blocks: readonly (readonly DrawnBlock[])[],
  resamples: number,
  visit: (column: number, resampled: Float64Array) => void,
  ends: number | null = null,
): CountedSteps<void> {
  if (columns.length === 0) return;
  const weights = yield* drawBlocks(blocks, resamples);
  const moments = emptyMoments(resamples);
  const computeTile = design.sides.some(crossesStrata)
    ? momentsAcrossStrata(design, blocks, weights, resamples, moments)
    : momentsInStrata(design, weights, resamples, moments);
  const resampled = new Float64Array(resamples);
  for (let first = 0; first < columns.length; first += TILE) {
    const tile = columns.slice(first, first + TILE);
    yield* computeTile(tile);
    tile.forEach((_, c) => {
      for (let r = 0; r < resamples; r++) {
        const at = r * TILE + c;
        resampled[r] = studentisedResample(
          moments.estimate[at]!,
          Math.sqrt(Math.max(0, moments.variance[at]!)),
          standardErrors[first + c]!,
        );
      }
      visit(first + c, ends === null ? resampled.sort() : sortEnds(resampled, ends));
    });
  }
}

/** [side][block] */
export function* drawBlocks(
  blocks: readonly (readonly DrawnBlock[])[],
  resamples: number,
): CountedSteps<ResampleWeights[][]> {
  const drawn: ResampleWeights[][] = [];
  for (const side of blocks) {
    const ofSide: ResampleWeights[] = [];
    for (const { units, draw, weights: known } of side) {
      if (known !== undefined) {
        ofSide.push(known);
        continue;
      }
      const weights = zeroWeights(units.length, resamples);
      const perStep = Math.max(1, Math.floor(WEIGHTS_PER_STEP / Math.max(1, units.length)));
      for (let r = 0; r < resamples; r++) {
        draw(weights, r);
        if ((r + 1) % perStep === 0) yield 0;
      }
      ofSide.push(weights);
    }
    drawn.push(ofSide);
  }
  return drawn;
}

type ComputeTile = (tile: readonly SidesOfColumn[]) => CountedSteps<void>;

function momentsInStrata(
  design: Design,
  weights: ResampleWeights[][],
  resamples: number,
  moments: Moments,
): ComputeTile {
  const groups = design.sides.map(cellGroups);
  const resampled = groups.map((ofSide, g) =>
    ofSide.map((group, s) => resampleGroup(group, weights[g]![s]!)),
  );
  const room = unitRoom(resamples);
  return function* (tile) {
    momentsOfDrawnUnits(design, drawnTile(design, tile, groups), resampled, room, moments);
    yield resamples;
  };
}

function momentsAcrossStrata(
  design: Design,
  blocks: readonly (readonly DrawnBlock[])[],
  weights: ResampleWeights[][],
  resamples: number,
  moments: Moments,
): ComputeTile {
  const pool = poolUnits(design);
  const resampled = resampleUnits(pool, drawnUnits(pool, design, blocks, weights, resamples));
  return function* (tile) {
    momentsOfUnits(pool, resampled, entrySums(design, tile, true), moments);
    yield resamples;
  };
}

/** [R, U] how often each unit is drawn, below 0 for those of the control. */
function drawnUnits(
  pool: PooledUnits,
  { sides }: Design,
  blocks: readonly (readonly DrawnBlock[])[],
  weights: readonly (readonly ResampleWeights[])[],
  resamples: number,
): Int16Array {
  const drawn = new Int16Array(resamples * pool.units);
  let firstUnit = 0;
  sides.forEach((side, g) => {
    blocks[g]!.forEach(({ units }, b) => {
      units.forEach((unit, item) => {
        for (let r = 0; r < resamples; r++) {
          const times = weightOf(weights[g]![b]!, r, item);
          drawn[r * pool.units + firstUnit + unit] = g === 0 ? times : -times;
        }
      });
    });
    firstUnit += side.units;
  });
  return drawn;
}
