/** Which units of a comparison may change sides, and all or many of the ways to do it. docs/science.md, section 3. */
import { type Cells } from './cells.ts';
import { unitsByStrata } from './bootstrap.ts';
import type { RandomSource } from './random.ts';
import { type DrawResample, everySubset, subsetDraw } from './resample-weights.ts';

/** At most so many arrangements are gone through one by one; of more, a sample is drawn. */
const MOST_ARRANGEMENTS = 10_000;

/** Units that may change sides with one another: those that touch the same strata. */
export interface ExchangedBlock {
  /** the set's units before the control's, which are numbered on from the set's */
  readonly units: Int32Array;
  /** How many of them make up the set. */
  readonly chosen: number;
}

/** Every unit of a comparison is in one block. */
export function exchangedBlocks({ set, control }: Cells): ExchangedBlock[] {
  const ofSet = unitsByStrata(set);
  const ofControl = unitsByStrata(control);
  // Where each unit lies in one stratum, by stratum.
  const keys = [...new Set([...ofSet.keys(), ...ofControl.keys()])].sort(
    (a, b) => Number.parseInt(a) - Number.parseInt(b) || (a < b ? -1 : 1),
  );
  return keys.map((key) => {
    const chosen = ofSet.get(key) ?? [];
    const others = (ofControl.get(key) ?? []).map((unit) => set.units + unit);
    return { units: Int32Array.from([...chosen, ...others]), chosen: chosen.length };
  });
}

export interface ArrangementPlan {
  readonly arrangements: number;
  /** Whether these are all there are. */
  readonly exact: boolean;
  /** Least two-sided p that the test can give. */
  readonly leastP: number;
}

/** @param all how many there are, possibly Infinity */
export function planArrangements(all: number, sampled: number, most = MOST_ARRANGEMENTS): ArrangementPlan {
  return all <= most
    ? { arrangements: all, exact: true, leastP: Math.min(1, 2 / all) }
    : { arrangements: sampled, exact: false, leastP: Math.min(1, 2 / (sampled + 1)) };
}

/** The product of binomials: every block by itself. */
export function countArrangements(blocks: readonly ExchangedBlock[]): number {
  return blocks.reduce((product, { units, chosen }) => product * binomial(units.length, chosen), 1);
}

/** A draw for each block; going through all, the first block changes with every arrangement, the next with each round of it. */
export function arrangementDraws(
  blocks: readonly ExchangedBlock[],
  exact: boolean,
  random: RandomSource,
): DrawResample[] {
  let times = 1;
  return blocks.map(({ units, chosen }) => {
    if (!exact) return subsetDraw(chosen, random);
    const draw = everySubset(units.length, chosen, times);
    times *= binomial(units.length, chosen);
    return draw;
  });
}

/** n choose k: exact as long as it is below 2^53, Infinity where it leaves the range of numbers. */
function binomial(n: number, k: number): number {
  let value = 1;
  for (let i = 1; i <= Math.min(k, n - k); i++) value = (value * (n - Math.min(k, n - k) + i)) / i;
  return value;
}
