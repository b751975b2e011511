/**
 * How often each item counts in each resample, in the form that weighted-sums.ts reads: binary digits, eight items a
 * byte. The weights of a bootstrap resample say how often each item was drawn; those of a permutation are 1 for the
 * items put into the first group; those of a sign flip are 1 for the items whose sign turns. An item is a pair, or a whole cluster.
 */
import type { RandomSource } from './random.ts';

/** A block is eight items: one byte of a plane. */
export const BLOCK = 8;

export interface ResampleWeights {
  /** R */
  readonly resamples: number;
  /** n */
  readonly items: number;
  /**
   * planes[k] [ceil(n / 8), R]: bit i of planes[k][block * R + r] is binary digit k of the weight that item
   * 8 * block + i has in resample r. Digits without a plane are 0.
   */
  readonly planes: Uint8Array[];
}

/** Fills in the weights of one resample, which are 0 before; the next one at each call. */
export type DrawResample = (weights: ResampleWeights, resample: number) => void;

/** All weights 0. */
export function zeroWeights(items: number, resamples: number): ResampleWeights {
  return { resamples, items, planes: [] };
}

/** Bootstrap: as many draws with replacement as there are items. */
export function bootstrapDraw(random: RandomSource): DrawResample {
  let counts = new Uint16Array();
  return (weights, resample) => {
    if (counts.length !== weights.items) counts = new Uint16Array(weights.items);
    drawCounts(counts, random);
    setWeights(weights, resample, counts);
  };
}

/** How often each of counts.length items comes when as many are drawn with replacement; overwrites `counts`. */
export function drawCounts(counts: Uint16Array, random: RandomSource): void {
  counts.fill(0);
  for (let draw = 0; draw < counts.length; draw++) counts[random.below(counts.length)]!++;
}

/** Gives the items of a resample, whose weights are 0 before, the weights [n]. */
export function setWeights(weights: ResampleWeights, resample: number, counts: ArrayLike<number>): void {
  for (let item = 0; item < weights.items; item++) {
    for (let digits = counts[item]!, k = 0; digits > 0; digits >>= 1, k++) {
      if (digits & 1) flipDigit(weights, k, resample, item);
    }
  }
}

/** The weight that an item has in a resample. */
export function weightOf({ planes, resamples }: ResampleWeights, resample: number, item: number): number {
  const byte = (item >> 3) * resamples + resample;
  let weight = 0;
  for (let k = 0; k < planes.length; k++) weight += ((planes[k]![byte]! >> (item & 7)) & 1) << k;
  return weight;
}

/**
 * Random choices of `chosen` items without replacement, all equally likely: coins are tossed for all items (or none
 * taken, if that is nearer), and then random items go out or come in until there are as many as wanted.
 */
export function subsetDraw(chosen: number, random: RandomSource): DrawResample {
  return (weights, resample) => {
    const tossFirst = Math.abs(weights.items / 2 - chosen) < chosen;
    let count = tossFirst ? tossCoins(weights, resample, random) : 0;
    while (count !== chosen) {
      const item = random.below(weights.items);
      const isIn = hasDigit(weights, 0, resample, item);
      if (isIn !== count > chosen) continue;
      flipDigit(weights, 0, resample, item);
      count += isIn ? -1 : 1;
    }
  };
}

/**
 * Every choice of `chosen` out of `items`, in lexicographic order, each `times` times in a row, and after the last one the
 * first again: with times 1, then the count of the first, and so on, several of them go through every combination.
 */
export function everySubset(items: number, chosen: number, times = 1): DrawResample {
  const first = Int32Array.from({ length: chosen }, (_, place) => place);
  const current = first.slice();
  let shown = 0;
  return (weights, resample) => {
    for (const item of current) flipDigit(weights, 0, resample, item);
    if (++shown < times) return;
    shown = 0;
    let place = chosen - 1;
    while (place >= 0 && current[place] === items - chosen + place) place--;
    if (place < 0) return current.set(first);
    current[place]!++;
    for (let next = place + 1; next < chosen; next++) current[next] = current[next - 1]! + 1;
  };
}

/** Each item in or out by the toss of a coin. */
export function coinDraw(random: RandomSource): DrawResample {
  return (weights, resample) => void tossCoins(weights, resample, random);
}

/** Every way to have each of up to 31 items in or out, once: first none in, then the binary numbers from 1. */
export function everyCoin(): DrawResample {
  let choice = 0;
  return (weights, resample) => {
    for (let item = 0; item < weights.items; item++) {
      if ((choice >> item) & 1) flipDigit(weights, 0, resample, item);
    }
    choice++;
  };
}

/** Gives each item weight 0 or 1; returns how many have 1. */
function tossCoins(weights: ResampleWeights, resample: number, random: RandomSource): number {
  const { items, resamples } = weights;
  const plane = planeOf(weights, 0);
  let ones = 0;
  let bits = 0;
  for (let block = 0; block * BLOCK < items; block++) {
    bits = block % 4 === 0 ? random.bits() : bits >>> BLOCK;
    const byte = bits & (2 ** Math.min(BLOCK, items - block * BLOCK) - 1);
    plane[block * resamples + resample] = byte;
    ones += ONES[byte]!;
  }
  return ones;
}

/** [256] how many bits of a byte are 1 */
const ONES = Uint8Array.from({ length: 256 }, (_, byte) => byte.toString(2).replaceAll('0', '').length);

function planeOf({ planes, items, resamples }: ResampleWeights, digit: number): Uint8Array {
  while (planes.length <= digit) planes.push(new Uint8Array(Math.ceil(items / BLOCK) * resamples));
  return planes[digit]!;
}

function hasDigit(weights: ResampleWeights, digit: number, resample: number, item: number): boolean {
  const byte = planeOf(weights, digit)[(item >> 3) * weights.resamples + resample]!;
  return (byte & (1 << (item & 7))) !== 0;
}

function flipDigit(weights: ResampleWeights, digit: number, resample: number, item: number): void {
  planeOf(weights, digit)[(item >> 3) * weights.resamples + resample]! ^= 1 << (item & 7);
}
