/**
 * Clusters as numbers.
 *
 * @param clusters [n] what each shares with others; null: a cluster of its own
 * @returns [n] numbers from 0, in the order in which the clusters first stand there
 */
export function numberClusters(clusters: ArrayLike<string | number | null>): Int32Array {
  const numbers = new Map<string | number, number>();
  let next = 0;
  return Int32Array.from(clusters, (cluster) => {
    if (cluster === null) return next++;
    const known = numbers.get(cluster) ?? next++;
    numbers.set(cluster, known);
    return known;
  });
}
