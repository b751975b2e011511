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

/** [pairs of the set] the controls of its cluster and stratum, shared by pairs that have the same; empty for a pair left out. */
export type ControlsWithin = readonly (readonly number[])[];

/** Whether at least half of the set's placed pairs lie in clusters that hold a control of the same stratum. */
export function areWithinClusters(set: ClusteredPairs, control: ClusteredPairs): boolean {
  const matched = controlsWithinClusters(set, control).filter((rows) => rows.length > 0).length;
  const placed = Array.from(set.stratum).filter((stratum) => stratum !== -1).length;
  return placed > 0 && 2 * matched >= placed;
}

export function controlsWithinClusters(set: ClusteredPairs, control: ClusteredPairs): ControlsWithin {
  const rows = new Map<string, number[]>();
  keysOf(control).forEach((key, row) => {
    if (key === null) return;
    const known = rows.get(key);
    if (known) known.push(row);
    else rows.set(key, [row]);
  });
  const none: number[] = [];
  return keysOf(set).map((key) => (key === null ? none : (rows.get(key) ?? none)));
}

/** [pairs] cluster and stratum in one, null left out. */
function keysOf({ stratum, cluster }: ClusteredPairs): (string | null)[] {
  return Array.from(stratum, (own, row) => (own === -1 ? null : `${cluster[row]} ${own}`));
}

/**
 * Each value of the set less the mean of its controls.
 *
 * @param setValues [pairs] NaN where undefined
 * @param controlValues [control pairs]
 * @returns [pairs] NaN where the value is undefined, or no control of the pair is defined
 */
export function differencesWithinClusters(
  controls: ControlsWithin,
  setValues: Float64Array,
  controlValues: Float64Array,
): Float64Array {
  const means = new Map<readonly number[], number>();
  return setValues.map((value, row) => {
    const rows = controls[row]!;
    const known = means.get(rows) ?? meanOfPresent(rows, controlValues);
    means.set(rows, known);
    return value - known;
  });
}

function meanOfPresent(rows: readonly number[], values: Float64Array): number {
  return mean(Float64Array.from(rows, (row) => values[row]!).filter((value) => !Number.isNaN(value)));
}
