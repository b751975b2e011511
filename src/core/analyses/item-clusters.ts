import { numberClusters } from '../statistics/number-clusters.ts';

/** The number of an item's cluster by its place in the plan; null where no item is in one, so that each is a unit. */
export function clusterOfItems(
  items: readonly { readonly cluster: string | null }[],
): ((position: number) => number) | null {
  if (items.every(({ cluster }) => cluster === null)) return null;
  const numbers = numberClusters(items.map(({ cluster }) => cluster));
  return (position) => numbers[position] ?? 0;
}
