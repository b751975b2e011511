/**
 * Units in groups at random, for a bootstrap of thousands of columns: what is drawn are the groups, which are a tenth as many.
 * A group's sum of deviations from the mean is a unit like any other, and its t has the skew of the units' own t: of m
 * units, the third moment of the sum and the variance are both m times that of one. docs/decisions/0061-groups-of-units.md.
 */
import type { DrawnBlock } from './bootstrap.ts';
import { oneCell } from './cells.ts';
import { estimateMean } from './cr2.ts';
import { type Design, meanDesign, type SidesOfColumn } from './design.ts';
import { type RandomSource, randomSource } from './random.ts';
import { bootstrapDraw, type ResampleWeights, zeroWeights } from './resample-weights.ts';

export interface Grouping {
  readonly groups: number;
  /** Of the groups, and of how often each is drawn. */
  readonly seed: number;
}

/** A group has so many units at least. */
const FEWEST_IN_GROUP = 2;

/** Whether it is a sample in which each row is a unit, and there are enough of them. */
export function canBeGrouped({ sides, units }: Design, { groups }: Grouping): boolean {
  const [side, other] = sides;
  return (
    other === undefined &&
    side.weights.length === 1 &&
    side.rows.length === side.units &&
    units >= FEWEST_IN_GROUP * groups
  );
}

export interface GroupedColumns {
  readonly design: Design;
  /** [C] of [groups]: sums of deviations from the column's mean; the groups' sizes differ by one at most. */
  readonly columns: readonly SidesOfColumn[];
  /** [C] of the mean over groups; 0 where the sums are all the same, null never */
  readonly standardErrors: readonly number[];
}

/** The same groups for all columns. @param design as {@link canBeGrouped} takes it */
export function groupUnits(
  { sides: [side] }: Design,
  columns: readonly SidesOfColumn[],
  means: readonly number[],
  { groups, seed }: Grouping,
): GroupedColumns {
  const groupOfPlace = drawGroups(side.rows.length, groups, randomSource(seed, 'bootstrap-groups'));
  const grouped = oneCell(
    Int32Array.from({ length: groups }, (_, group) => group),
    null,
  );
  const design = meanDesign(grouped);
  const sums = columns.map(([values], c) => {
    const own = new Float64Array(groups);
    const mean = means[c]!;
    for (let place = 0; place < groupOfPlace.length; place++)
      own[groupOfPlace[place]!]! += values![side.rows[place]!]! - mean;
    return own;
  });
  return {
    design,
    columns: sums.map((own) => [own]),
    standardErrors: sums.map((own) => estimateMean(grouped, own, design.dof[0])?.se ?? 0),
  };
}

/** [units] the group of each: as many of every group as there can be. */
function drawGroups(units: number, groups: number, random: RandomSource): Int32Array {
  const groupOf = Int32Array.from({ length: units }, (_, unit) => unit % groups);
  for (let last = units - 1; last > 0; last--) {
    const other = random.below(last + 1);
    const moved = groupOf[last]!;
    groupOf[last] = groupOf[other]!;
    groupOf[other] = moved;
  }
  return groupOf;
}

let kept: { readonly key: string; readonly weights: ResampleWeights } | null = null;

/** The resamples of all samples in as many groups are the same; those that were drawn last are kept. */
export function groupBlock({ groups, seed }: Grouping, resamples: number): DrawnBlock {
  const units = Int32Array.from({ length: groups }, (_, group) => group);
  const draw = bootstrapDraw(randomSource(seed, 'set-bootstrap'));
  const key = [groups, seed, resamples].join(' ');
  if (kept?.key !== key) {
    const weights = zeroWeights(groups, resamples);
    for (let r = 0; r < resamples; r++) draw(weights, r);
    kept = { key, weights };
  }
  return { units, draw, weights: kept.weights };
}
