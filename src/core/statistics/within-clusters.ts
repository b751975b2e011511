/**
 * Clusters with pairs on both sides: each pair of the set is compared with the controls of its own cluster and stratum, so
 * that what a cluster brings with it cancels. The differences are then tested like paired ones. docs/science.md, section 3.
 */
import { mean } from './mean.ts';

/** The pairs of one side, by row. */
export interface ClusteredPairs {
  /** [pairs] -1 left out */
  readonly stratum: ArrayLike<number>;
  /** [pairs] numbers of clusters, which both sides share */
  readonly cluster: ArrayLike<number>;
}

/** Whether at least half of the set's placed pairs lie in clusters that hold a control of the same stratum. */
export function areWithinClusters(set: ClusteredPairs, control: ClusteredPairs): boolean {
  const controls = rowsByClusterAndStratum(control);
  const placed = keysOf(set).filter((key) => key !== null);
  return placed.length > 0 && 2 * placed.filter((key) => controls.has(key)).length >= placed.length;
}

/**
 * Each value of the set less the mean of the controls of its cluster and stratum.
 *
 * @param setValues [pairs] NaN where undefined
 * @param controlValues [control pairs]
 * @returns [pairs] NaN where the value is undefined, left out, or has no control
 */
export function differencesWithinClusters(
  set: ClusteredPairs,
  setValues: Float64Array,
  control: ClusteredPairs,
  controlValues: Float64Array,
): Float64Array {
  const means = new Map<string, number>();
  for (const [key, rows] of rowsByClusterAndStratum(control)) {
    const values = Float64Array.from(rows, (row) => controlValues[row]!);
    means.set(key, mean(values.filter((value) => !Number.isNaN(value))));
  }
  return Float64Array.from(keysOf(set), (key, row) =>
    key === null ? NaN : setValues[row]! - (means.get(key) ?? NaN),
  );
}

function rowsByClusterAndStratum(pairs: ClusteredPairs): Map<string, number[]> {
  const rows = new Map<string, number[]>();
  keysOf(pairs).forEach((key, row) => {
    if (key === null) return;
    const known = rows.get(key);
    if (known) known.push(row);
    else rows.set(key, [row]);
  });
  return rows;
}

/** [pairs] cluster and stratum in one, null left out. */
function keysOf({ stratum, cluster }: ClusteredPairs): (string | null)[] {
  return Array.from(stratum, (own, row) => (own === -1 ? null : `${cluster[row]} ${own}`));
}
