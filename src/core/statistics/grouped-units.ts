/**
 * Units in groups at random, for a bootstrap of thousands of columns or of very many pairs: what is drawn are the groups, and
 * a resample costs as much as there are groups, however many units there are. A group's sum of deviations from the mean is a unit
 * like any other, and its t has the skew of the units' own t: of m units, the third moment of the sum and the variance are both
 * m times that of one. docs/decisions/0061-groups-of-units.md, 0124-bootstrap-of-very-many-pairs.md.
 */
import { bootstrapBlocks, type DrawnBlock } from './bootstrap.ts';
import { type CellSide, type Cells, comparisonCells, oneCell } from './cells.ts';
import { estimateDifference, estimateMean } from './cr2.ts';
import { crossesStrata, type Design, differenceDesign, meanDesign, type SidesOfColumn } from './design.ts';
import { type RandomSource, randomSource, type RandomStream } from './random.ts';
import { bootstrapDraw, type ResampleWeights, zeroWeights } from './resample-weights.ts';

export interface Grouping {
  /** Of each cell: a stratum on one side. */
  readonly groups: number;
  /** Of the groups, and of how often each is drawn. */
  readonly seed: number;
  /** Whether clusters and comparisons with a control are grouped as well; samples of pairs alone unless told. */
  readonly everything?: boolean;
}

/** A group has so many units at least. */
const FEWEST_IN_GROUP = 2;

const STREAMS = ['bootstrap-groups', 'bootstrap-groups-control'] as const satisfies readonly RandomStream[];

/** Whether there are enough units to be grouped, each of which lies in one stratum. */
export function canBeGrouped({ sides, units }: Design, { groups, everything = false }: Grouping): boolean {
  const [side, other] = sides;
  if (everything)
    return !sides.some(crossesStrata) && sides.some((own) => own.units >= FEWEST_IN_GROUP * groups);
  return (
    other === undefined &&
    side.weights.length === 1 &&
    side.rows.length === side.units &&
    units >= FEWEST_IN_GROUP * groups
  );
}

export interface GroupedColumns {
  readonly design: Design;
  /**
   * [C], [sides] of [groups]: sums of deviations from the mean of the cell, over the cell's pairs and times its groups, so that the
   * mean over groups is what the cell's mean departs by. In a cell the groups differ by one unit at most.
   */
  readonly columns: readonly SidesOfColumn[];
  /** [C] over groups; 0 where the sums are all the same, null never */
  readonly standardErrors: readonly number[];
}

/** The same groups for all columns. @param design as {@link canBeGrouped} takes it */
export function groupUnits(
  { sides }: Design,
  columns: readonly SidesOfColumn[],
  { groups, seed }: Grouping,
): GroupedColumns {
  const sidesInGroups = sides.map((side, which) =>
    groupSide(side, groups, randomSource(seed, STREAMS[which] ?? STREAMS[0])),
  );
  const design = designOfGroups(sides[0].weights, sidesInGroups);
  const sums = columns.map((column) =>
    sides.map((side, which) => sumsOfGroups(side, column[which]!, sidesInGroups[which]!)),
  );
  const [first, second] = design.sides;
  const standardErrors = sums.map(([own, others]) =>
    second === undefined
      ? (estimateMean(first, own!, design.dof[0])?.se ?? 0)
      : (estimateDifference({ set: first, control: second }, own!, others!, design.dof).se ?? 0),
  );
  return { design, columns: sums, standardErrors };
}

interface SideInGroups {
  /** [units] */
  readonly groupOfUnit: Int32Array;
  /** [groups] */
  readonly stratumOfGroup: Int32Array;
}

function groupSide(side: CellSide, most: number, random: RandomSource): SideInGroups {
  const unitsOf = Array.from(side.sizes, (): number[] => []);
  side.unitOfEntry.forEach((unit, entry) => unitsOf[side.stratumOfEntry[entry]!]!.push(unit));
  const groupOfUnit = new Int32Array(side.units);
  const stratumOfGroup: number[] = [];
  unitsOf.forEach((units, stratum) => {
    // A cell with few units keeps them as they are.
    const groups = units.length >= FEWEST_IN_GROUP * most ? most : units.length;
    const drawn = drawGroups(units.length, groups, random);
    units.forEach((unit, place) => (groupOfUnit[unit] = stratumOfGroup.length + drawn[place]!));
    for (let group = 0; group < groups; group++) stratumOfGroup.push(stratum);
  });
  return { groupOfUnit, stratumOfGroup: Int32Array.from(stratumOfGroup) };
}

/** Groups as units, with the weights that the strata have. */
function designOfGroups(weights: Float64Array, sides: readonly SideInGroups[]): Design {
  const [set, control] = sides.map(({ stratumOfGroup }) => ({
    rows: Int32Array.from(stratumOfGroup.keys()),
    stratum: stratumOfGroup,
    cluster: null,
  }));
  if (control === undefined) return meanDesign(oneCell(set!.rows, null));
  const cells: Cells = comparisonCells(set!, control)!;
  return differenceDesign({
    ...cells,
    set: { ...cells.set, weights },
    control: { ...cells.control, weights },
  });
}

function sumsOfGroups(
  side: CellSide,
  values: Float64Array,
  { groupOfUnit, stratumOfGroup }: SideInGroups,
): Float64Array {
  const means = new Float64Array(side.sizes.length);
  const stratumOf = (place: number) => side.stratumOfEntry[side.entryOfRow[place]!]!;
  for (let place = 0; place < side.rows.length; place++)
    means[stratumOf(place)]! += values[side.rows[place]!]! / side.sizes[stratumOf(place)]!;
  const sums = new Float64Array(stratumOfGroup.length);
  for (let place = 0; place < side.rows.length; place++) {
    const entry = side.entryOfRow[place]!;
    sums[groupOfUnit[side.unitOfEntry[entry]!]!]! +=
      values[side.rows[place]!]! - means[side.stratumOfEntry[entry]!]!;
  }
  const groups = new Float64Array(side.sizes.length);
  for (const stratum of stratumOfGroup) groups[stratum]!++;
  return sums.map((sum, group) => {
    const stratum = stratumOfGroup[group]!;
    return (sum * groups[stratum]!) / side.sizes[stratum]!;
  });
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

/** What is drawn of grouped units, on each side. @param randoms a source for each side */
export function groupBlocks(
  { sides }: Design,
  grouping: Grouping,
  randoms: readonly RandomSource[],
  resamples: number,
): DrawnBlock[][] {
  const [side, other] = sides;
  if (other === undefined && side.units === grouping.groups) return [[groupBlock(grouping, resamples)]];
  return sides.map((own, which) => bootstrapBlocks(own, randoms[which]!));
}

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
