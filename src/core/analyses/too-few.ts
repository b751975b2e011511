/** That with so few of what is drawn nothing could be called, whatever the numbers: not the same as that nothing is there. */
import { formatValue } from '../figures/figure.ts';
import { leastSignFlipP } from '../statistics/sign-flip.ts';
import type { Gathered } from './gather-parts.ts';
import { LARGEST_Q } from './interval-verdict.ts';
import { type NamedTensors, scalarOf } from './named-tensor.ts';

/** @param units texts, pairs, or clusters of them, that flip their sign as one */
export function isTooFew(units: number): boolean {
  return leastSignFlipP(units) > LARGEST_Q;
}

/** Clusters that the measured items are of, as they flip their sign; 0 where each is a unit of its own. */
export function clustersAmong(
  measured: Iterable<number>,
  cluster: ((position: number) => number) | null,
): number {
  return cluster === null ? 0 : new Set(Array.from(measured, cluster)).size;
}

/** Places in the plan of the items that have a value: one that was left out has parts as well, all of them undefined. */
export function measuredPositions({ positions, values }: Pick<Gathered, 'positions' | 'values'>): Int32Array {
  const each = values.length / positions.length;
  return positions.filter((_, item) =>
    values.subarray(item * each, (item + 1) * each).some((value) => !Number.isNaN(value)),
  );
}

/** A number of a result; 0 where results of before lack it. */
export function storedCount(result: NamedTensors, name: string): number {
  return result.has(name) ? (scalarOf(result, name) ?? 0) : 0;
}

/** As {@link tooFewToCall}, of the clusters where there are any. */
export function tooFewUnits(clusters: number, items: number, noun: string, what = 'head'): string {
  return clusters > 0 ? tooFewToCall(clusters, 'cluster', what) : tooFewToCall(items, noun, what);
}

/** 'With 4 texts no head can be called: the least possible p is 0.125.'; '' where there are enough. @param noun of one unit */
export function tooFewToCall(units: number, noun: string, what = 'head'): string {
  if (units === 0 || !isTooFew(units)) return '';
  return `With ${units} ${noun}${units === 1 ? '' : 's'} no ${what} can be called: the least possible p is ${formatValue(leastSignFlipP(units))}.`;
}
