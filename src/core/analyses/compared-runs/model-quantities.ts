/**
 * What models whose heads differ have in common: numbers of each pair over all heads, or over the heads of a part of the depth.
 * docs/comparing-runs.md.
 */
import { max, mean as meanOf } from 'd3-array';
import type { ChangeDirection } from '../../statistics/outcome.ts';
import { quantile } from '../../statistics/quantile.ts';

export const QUANTITIES = ['mean', 'largest', 'lower', 'middle', 'upper'] as const;
export type Quantity = (typeof QUANTITIES)[number];

/** The strongest head is chosen anew on each pair, also on what it is less of: no head need be it on average. */
export const QUANTITY_WORDS: Readonly<Record<Quantity, string>> = {
  mean: 'mean over all heads',
  largest: 'strongest head of each pair',
  lower: 'mean over the lower layers',
  middle: 'mean over the middle layers',
  upper: 'mean over the upper layers',
};

export interface HeadsOfModel {
  readonly layers: number;
  readonly heads: number;
}

/** Where a layer lies in its model: 0 before the first, 1 behind the last. */
export function depthOf(layer: number, layers: number): number {
  return (layer + 0.5) / layers;
}

/** The thirds that both models have layers in; the others are the same for all. */
export function sharedQuantities(first: HeadsOfModel, second: HeadsOfModel): Quantity[] {
  return QUANTITIES.filter((quantity) =>
    [first, second].every(({ layers }) => layersOf(quantity, layers).length > 0),
  );
}

function layersOf(quantity: Quantity, layers: number): number[] {
  const all = Array.from({ length: layers }, (_, layer) => layer);
  const third = (['lower', 'middle', 'upper'] as readonly Quantity[]).indexOf(quantity);
  return third === -1
    ? all
    : all.filter((layer) => Math.min(2, Math.floor(3 * depthOf(layer, layers))) === third);
}

/**
 * [pairs, quantities] out of [pairs, layers, heads]; undefined heads are left out, and where all are the number is NaN.
 *
 * @param change in which direction the strongest head lies: the lowest of a similarity, the furthest from 0 of what goes
 *   both ways
 */
export function quantitiesOfPairs(
  values: Float64Array,
  { layers, heads }: HeadsOfModel,
  quantities: readonly Quantity[],
  change: ChangeDirection,
): Float64Array {
  const places = layers * heads;
  const pairs = values.length / places;
  const made = new Float64Array(pairs * quantities.length);
  const within = quantities.map((quantity) => layersOf(quantity, layers));
  for (let pair = 0; pair < pairs; pair++) {
    quantities.forEach((quantity, index) => {
      const known = (within[index] ?? []).flatMap((layer) => {
        const from = pair * places + layer * heads;
        return Array.from(values.subarray(from, from + heads)).filter((value) => !Number.isNaN(value));
      });
      made[pair * quantities.length + index] =
        (quantity === 'largest' ? furthest(known, change) : meanOf(known)) ?? Number.NaN;
    });
  }
  return made;
}

function furthest(values: readonly number[], change: ChangeDirection): number | undefined {
  if (change === 'low') {
    const lowest = max(values, (value) => -value);
    return lowest === undefined ? undefined : -lowest;
  }
  return change === 'either' ? max(values, Math.abs) : max(values);
}

/** [layers][heads] the mean of each head over the rows, null where no row has a value. */
export function meansOfHeads(values: Float64Array, { layers, heads }: HeadsOfModel): (number | null)[][] {
  const places = layers * heads;
  const pairs = values.length / places;
  return Array.from({ length: layers }, (_, layer) =>
    Array.from({ length: heads }, (_, head) => {
      let [sum, count] = [0, 0];
      for (let pair = 0; pair < pairs; pair++) {
        const value = values[pair * places + layer * heads + head] ?? Number.NaN;
        if (Number.isNaN(value)) continue;
        sum += value;
        count++;
      }
      return count === 0 ? null : sum / count;
    }),
  );
}

export const QUANTILES = [0, 0.1, 0.25, 0.5, 0.75, 0.9, 1] as const;

/** Of the heads of a model: {@link QUANTILES}, type 7; null without any. */
export function quantilesOfHeads(means: readonly (readonly (number | null)[])[]): (number | null)[] {
  const sorted = Float64Array.from(means.flat().filter((value) => value !== null)).sort();
  return QUANTILES.map((share) => (sorted.length === 0 ? null : quantile(sorted, share)));
}

export interface LayerOfModel {
  readonly layer: number;
  readonly depth: number;
  readonly mean: number | null;
  /** Of the means of its heads, the strongest. */
  readonly most: number | null;
}

export function layersOfModel(
  means: readonly (readonly (number | null)[])[],
  change: ChangeDirection,
): LayerOfModel[] {
  return means.map((row, layer) => {
    const known = row.filter((value) => value !== null);
    return {
      layer,
      depth: depthOf(layer, means.length),
      mean: meanOf(known) ?? null,
      most: furthest(known, change) ?? null,
    };
  });
}
