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

/** What is said of runs that were asked for and cannot be compared, or are not there. */
export function whyNoneOf(
  runs: readonly {
    readonly id: number;
    readonly state: string;
    readonly done: number;
    readonly total: number;
  }[],
  asked: readonly (number | undefined)[],
): string[] {
  return [...new Set(asked)].flatMap((id) => {
    if (id === undefined) return [];
    const run = runs.find((each) => each.id === id);
    if (run === undefined) return [`Run ${id} is not in this project.`];
    const why = whyNotComparable(run);
    return why === undefined ? [] : [`Run ${id} cannot be compared. ${why}.`];
  });
}
