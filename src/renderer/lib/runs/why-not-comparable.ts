/** Why a run is not compared with another, in words; undefined where it can be. */
import { pairsOfPart, partOfRun } from '../../../core/figures/part-of-run.ts';

export function whyNotComparable(run: {
  readonly state: string;
  readonly done: number;
  readonly total: number;
}): string | undefined {
  if (run.done === 0) return 'No pair of it has been measured';
  const part = partOfRun(run);
  return part === undefined
    ? undefined
    : `It is not over (${pairsOfPart(part)}); a part of a run is not tested`;
}
