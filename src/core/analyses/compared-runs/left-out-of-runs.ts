/** Pairs of two runs that take no part in their comparison, counted by why. */
import type { ComparisonDesign, LeftOut } from '../statistics/comparison-design.ts';

/**
 * `neutral`: none of the same shape; `shape`: nothing of its shape to be compared with; `cluster`: not in its cluster. A pair that
 * stands several times in a run is taken once.
 */
export const OUT_OF_RUNS = ['not-in-both', 'repeated', 'neutral', 'shape', 'cluster', 'covariate'] as const;
export type OutOfRuns = (typeof OUT_OF_RUNS)[number];

export interface LeftOutOfRun {
  readonly reason: OutOfRuns;
  /** At least 1; together with the other reasons all pairs of the run that are not compared. */
  readonly pairs: number;
}

export type LeftOutOfRuns = readonly [first: readonly LeftOutOfRun[], second: readonly LeftOutOfRun[]];

interface Keyed {
  readonly key: string;
}

/** Of pairs that are compared each with itself: those that the other run lacks, and those that the run has several times. */
export function outOfShared(
  set: readonly Keyed[],
  other: readonly Keyed[],
  shared: number,
): readonly LeftOutOfRun[] {
  const keys = new Set(other.map(({ key }) => key));
  const missing = set.filter(({ key }) => !keys.has(key)).length;
  return counted([
    { reason: 'not-in-both', pairs: missing },
    { reason: 'repeated', pairs: set.length - missing - shared },
  ]);
}

const REASONS: Readonly<Record<LeftOut['reason'], OutOfRuns>> = {
  'no-neutral': 'neutral',
  'neutral-shape': 'neutral',
  shape: 'shape',
  'no-control-in-cluster': 'cluster',
  'no-covariate': 'covariate',
};

/** Of the pairs on one side of a comparison of two sets. */
export function outOfSide(
  design: Pick<ComparisonDesign, 'pairs' | 'controlPairs' | 'compared' | 'comparedControl' | 'leftOut'>,
  side: LeftOut['side'],
): readonly LeftOutOfRun[] {
  const told = design.leftOut
    .filter((one) => one.side === side)
    .map(({ reason, pairs }) => ({ reason: REASONS[reason], pairs }));
  const out = side === 'set' ? design.pairs - design.compared : design.controlPairs - design.comparedControl;
  // A design tells of the pairs of its set which have no control in their cluster, and not of the controls.
  const rest = out - told.reduce((sum, { pairs }) => sum + pairs, 0);
  return counted([...told, { reason: 'cluster', pairs: rest }]);
}

/** Those that have no neutral of the same shape. */
export function outOfNeutrals(all: number, withNeutral: number): readonly LeftOutOfRun[] {
  return counted([{ reason: 'neutral', pairs: all - withNeutral }]);
}

/** One entry a reason, in their order. */
export function counted(parts: readonly LeftOutOfRun[]): readonly LeftOutOfRun[] {
  return OUT_OF_RUNS.flatMap((reason) => {
    const pairs = parts.reduce((sum, one) => sum + (one.reason === reason ? one.pairs : 0), 0);
    return pairs > 0 ? [{ reason, pairs }] : [];
  });
}
