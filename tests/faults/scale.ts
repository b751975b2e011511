/**
 * How hard it is tried: `npm run test:faults` tries for minutes, `npm test` a little of everything. What is tried is drawn
 * from a seed, PAIRLENS_FAULTS_SEED, which every report names.
 */
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';

const isFull = process.env['PAIRLENS_FAULTS'] === 'full';

export const SEED = Number(process.env['PAIRLENS_FAULTS_SEED'] ?? 1);

/** What the short form tries of many, or all. */
export function someOf<Item>(all: readonly Item[], short: readonly Item[]): readonly Item[] {
  return isFull ? all : short;
}

/** How often something is tried: a few times, or as often as the whole of it asks for. */
export function times(short: number, full: number): number {
  return isFull ? full : short;
}

export interface Chance {
  /** From 0 to 1. */
  readonly fraction: () => number;
  /** From `low` to `high`, both among them. */
  readonly whole: (low: number, high: number) => number;
}

/** Draws that are the same whenever the name and the seed are. */
export function chance(name: string): Chance {
  const mixed = [...name].reduce(
    (sum, letter) => (Math.imul(sum, 31) + (letter.codePointAt(0) ?? 0)) | 0,
    SEED,
  );
  const generator = xoroshiro128plus(mixed);
  return {
    fraction: () => uniformFloat64(generator),
    whole: (low, high) => uniformInt(generator, low, high),
  };
}
