/**
 * How often each item counts in each resample, in the form that weighted-sums.ts reads: binary digits, eight items a
 * byte. The weights of a bootstrap resample say how often each item was drawn; those of a permutation are 1 for the
 * items put into the first group; those of a sign flip are 1 for the items whose sign turns.
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
   * 8 * block + i has in resample r.
   */
  readonly planes: readonly Uint8Array[];
}

/** Gives the next `count` resamples at each call, going on where the last call ended. */
export type WeightSource = (count: number) => ResampleWeights;

/** Bootstrap: `items` draws with replacement. */
export function bootstrapWeights(items: number, random: RandomSource): WeightSource {
  return (count) => {
    const counts = new Uint16Array(items);
    const planes: Uint8Array[] = [];
    for (let r = 0; r < count; r++) {
      counts.fill(0);
      for (let draw = 0; draw < items; draw++) counts[random.below(items)]!++;
      for (let item = 0; item < items; item++) {
        for (let digits = counts[item]!, k = 0; digits > 0; digits >>= 1, k++) {
          if (digits & 1) setBit((planes[k] ??= emptyPlane(items, count)), count, r, item);
        }
      }
    }
    return {
      resamples: count,
      items,
      planes: Array.from(planes, (plane) => plane ?? emptyPlane(items, count)),
    };
  };
}

/** Random choices of `chosen` out of `items`, without replacement: the first steps of a Fisher-Yates shuffle. */
export function subsetWeights(items: number, chosen: number, random: RandomSource): WeightSource {
  const order = Int32Array.from({ length: items }, (_, item) => item);
  return (count) => {
    const plane = emptyPlane(items, count);
    for (let r = 0; r < count; r++) {
      for (let place = 0; place < chosen; place++) {
        const other = place + random.below(items - place);
        const item = order[other]!;
        order[other] = order[place]!;
        order[place] = item;
        setBit(plane, count, r, item);
      }
    }
    return { resamples: count, items, planes: [plane] };
  };
}

/** Every choice of `chosen` out of `items` once, in lexicographic order. */
export function everySubset(items: number, chosen: number): WeightSource {
  const current = Int32Array.from({ length: chosen }, (_, place) => place);
  return (count) => {
    const plane = emptyPlane(items, count);
    for (let r = 0; r < count; r++) {
      for (const item of current) setBit(plane, count, r, item);
      let place = chosen - 1;
      while (place >= 0 && current[place] === items - chosen + place) place--;
      if (place < 0) continue;
      current[place]!++;
      for (let next = place + 1; next < chosen; next++) current[next] = current[next - 1]! + 1;
    }
    return { resamples: count, items, planes: [plane] };
  };
}

/** Each item in or out by the toss of a coin. */
export function coinWeights(items: number, random: RandomSource): WeightSource {
  return (count) => {
    const plane = emptyPlane(items, count);
    for (let r = 0; r < count; r++) {
      for (let block = 0; block * BLOCK < items; block++) {
        const inBlock = Math.min(BLOCK, items - block * BLOCK);
        plane[block * count + r] = random.below(1 << inBlock);
      }
    }
    return { resamples: count, items, planes: [plane] };
  };
}

/** Every way to have each item in or out, once; resample r has item i in where bit i of r is set. At most 2^31. */
export function everyCoin(items: number): WeightSource {
  let done = 0;
  return (count) => {
    const plane = emptyPlane(items, count);
    for (let r = 0; r < count; r++, done++) {
      for (let block = 0; block * BLOCK < items; block++) plane[block * count + r] = done >>> (block * BLOCK);
    }
    return { resamples: count, items, planes: [plane] };
  };
}

/** One resample in which the first `chosen` items are in: what was observed. */
export function firstItems(items: number, chosen: number): ResampleWeights {
  const plane = emptyPlane(items, 1);
  for (let item = 0; item < chosen; item++) setBit(plane, 1, 0, item);
  return { resamples: 1, items, planes: [plane] };
}

function emptyPlane(items: number, resamples: number): Uint8Array {
  return new Uint8Array(Math.ceil(items / BLOCK) * resamples);
}

function setBit(plane: Uint8Array, resamples: number, resample: number, item: number): void {
  plane[(item >> 3) * resamples + resample]! |= 1 << (item & 7);
}
