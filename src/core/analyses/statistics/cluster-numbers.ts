/** Clusters of pairs as numbers, which the set and its control share. */
import { numberClusters } from '../../statistics/number-clusters.ts';
import type { ComparedPair } from './compared-pair.ts';
import type { ComparisonChoice } from './comparison-choice.ts';

export interface ClusterNumbers {
  readonly by: 'cluster' | 'label';
  readonly set: Int32Array;
  readonly control: Int32Array;
}

type NamedPair = Pick<ComparedPair, 'cluster' | 'label'>;

/** A number for each name, which both sides share, and one of its own for each pair without; null where pairs are units. */
export function clusterNumbers(
  set: readonly NamedPair[],
  control: readonly NamedPair[] | null,
  { clusters }: Pick<ComparisonChoice, 'clusters'>,
): ClusterNumbers | null {
  if (clusters === 'none') return null;
  const by = clusters === 'labels' ? 'label' : 'cluster';
  const all = [...set, ...(control ?? [])];
  if (all.every((pair) => pair[by] === null)) return null;
  const numbers = numberClusters(all.map((pair) => pair[by]));
  return { by, set: numbers.slice(0, set.length), control: numbers.slice(set.length) };
}

/** How many clusters the rows that count lie in. */
export function countDistinct(numbers: Int32Array, isCounted: (row: number) => boolean): number {
  return new Set(numbers.filter((_, row) => isCounted(row))).size;
}
