/**
 * Permutation test of a difference with covariates held equal (Freedman and Lane 1983; Winkler 2014): the residuals
 * of the model without the side are permuted within strata, and the full model is fitted each time. docs/science.md,
 * section 3.
 *
 * What the model without the side fits has no difference between the sides and is fitted by the full one as well, so
 * T of an arrangement is that of its permuted residuals alone.
 */
import { planArrangements } from './arrangements.ts';
import { rangeOfBoth } from './cr2.ts';
import type { SidesOfColumn } from './design.ts';
import type { GroupedPairs } from './orthonormalise.ts';
import type { RandomSource } from './random.ts';
import {
  type Covariates,
  fitGroups,
  modelWithoutSide,
  type RegressionDesign,
  stackValues,
} from './regression.ts';
import type { CountedSteps } from './steps.ts';
import { studentise, WITHOUT_SPREAD } from './studentised.ts';
import { type ArrangementTest, TailCounts } from './tail-counts.ts';

/** About this many products in a step, some tens of milliseconds. */
const PRODUCTS_IN_STEP = 8_000_000;

export interface FreedmanLaneTest extends ArrangementTest {
  /** T of what was observed; null where it is infinite, for want of spread. */
  readonly statistic: number | null;
}

/**
 * A test for each column; all share the arrangements: all of them where there are at most 10,000, else so many random
 * ones. The steps count arrangements, of all columns together.
 *
 * @param design each pair a unit; with clusters `withoutCovariates` and the test by whole clusters take its place
 * @param columns values of set and control
 * @throws RangeError when a unit has several pairs
 */
export function* freedmanLaneTests(
  design: RegressionDesign,
  covariates: Covariates,
  columns: readonly SidesOfColumn[],
  permutations: number,
  random: RandomSource,
): CountedSteps<FreedmanLaneTest[]> {
  const pairs = design.unitOf.length;
  const { set, control } = design.cells;
  if (set.units + control.units !== pairs) throw new RangeError('a pair must be a unit of its own');
  const reduced = modelWithoutSide(design, covariates);
  const residuals = columns.map(([ofSet, ofControl]) => {
    const values = stackValues(design.cells, ofSet!, ofControl!);
    return fitGroups(values, reduced.grouped, reduced.basis).residuals;
  });
  const scales = columns.map(([ofSet, ofControl]) => {
    const [low, high] = rangeOfBoth(design.cells, ofSet!, ofControl!);
    return high - low;
  });
  const statisticOf = residualStatistic(design);
  const blocks = membersOfGroups(reduced.grouped);
  const places = Int32Array.from({ length: pairs }, (_, p) => p);
  const observed = residuals.map((values, c) => statisticOf(values, places, scales[c]!));
  const counts = observed.map((statistic) => new TailCounts(statistic));

  const plan = planArrangements(countOrders(blocks), permutations);
  const advance = plan.exact ? everyOrder(blocks, places) : shuffledOrder(blocks, places, random);
  const products = pairs * (2 * design.basis.length + 4) * Math.max(1, columns.length);
  const together = Math.max(1, Math.floor(PRODUCTS_IN_STEP / products));
  for (let first = 0; first < plan.arrangements; first += together) {
    const last = Math.min(plan.arrangements, first + together);
    for (let arrangement = first; arrangement < last; arrangement++) {
      advance(arrangement);
      residuals.forEach((values, c) => counts[c]!.add(statisticOf(values, places, scales[c]!)));
    }
    yield last - first;
  }
  return counts.map((count, c) => ({
    ...count.test(plan),
    statistic: Math.abs(observed[c]!) < WITHOUT_SPREAD ? observed[c]! : null,
  }));
}

/** T of residuals [P] of which place p gets the one at places[p]. Its buffers are used again by every call. */
function residualStatistic({ cells, grouped, basis, shifts, loadings }: RegressionDesign) {
  const { groupOf, sizes } = grouped;
  const { weights } = cells.set;
  const strata = weights.length;
  const placed = new Float64Array(groupOf.length);
  const means = new Float64Array(sizes.length);
  return (residuals: Float64Array, places: Int32Array, scale: number): number => {
    means.fill(0);
    for (let p = 0; p < placed.length; p++) {
      const value = residuals[places[p]!]!;
      placed[p] = value;
      means[groupOf[p]!]! += value;
    }
    for (let cell = 0; cell < means.length; cell++) means[cell]! /= sizes[cell]!;
    let difference = 0;
    for (let s = 0; s < strata; s++) difference += weights[s]! * (means[s]! - means[strata + s]!);
    for (let p = 0; p < placed.length; p++) placed[p]! -= means[groupOf[p]!]!;
    for (let k = 0; k < basis.length; k++) {
      const vector = basis[k]!;
      let slope = 0;
      for (let p = 0; p < placed.length; p++) slope += vector[p]! * placed[p]!;
      for (let p = 0; p < placed.length; p++) placed[p]! -= slope * vector[p]!;
      difference -= shifts[k]! * slope;
    }
    let variance = 0;
    for (let p = 0; p < placed.length; p++) variance += (loadings[p]! * placed[p]!) ** 2;
    return studentise(difference, Math.sqrt(variance), scale);
  };
}

/** How many orders there are within blocks, possibly Infinity. */
function countOrders(blocks: readonly Int32Array[]): number {
  return blocks.reduce((product, block) => {
    let orders = product;
    for (let k = 2; k <= block.length; k++) orders *= k;
    return orders;
  }, 1);
}

function membersOfGroups({ groupOf, sizes }: GroupedPairs): Int32Array[] {
  const members = Array.from(sizes, (): number[] => []);
  groupOf.forEach((group, p) => members[group]!.push(p));
  return members.map((pairs) => Int32Array.from(pairs));
}

/**
 * Makes `places` the next arrangement: arrangement number a by its digits, of which the first block has as many as it
 * has orders. Number 0 is the order as it was.
 */
function everyOrder(blocks: readonly Int32Array[], places: Int32Array): (arrangement: number) => void {
  return (arrangement) => {
    let rest = arrangement;
    for (const block of blocks) {
      const left = Array.from(block);
      for (let k = 0; k < block.length; k++) {
        const choices = left.length;
        places[block[k]!] = left.splice(rest % choices, 1)[0]!;
        rest = Math.floor(rest / choices);
      }
    }
  };
}

/** Shuffles `places` within blocks (Fisher and Yates). */
function shuffledOrder(blocks: readonly Int32Array[], places: Int32Array, random: RandomSource): () => void {
  return () => {
    for (const block of blocks) {
      for (let k = block.length - 1; k > 0; k--) {
        const [at, other] = [block[k]!, block[random.below(k + 1)]!];
        const held = places[at]!;
        places[at] = places[other]!;
        places[other] = held;
      }
    }
  };
}
