/** The first step to a run that is missing: a run needs pairs. */
import type { Way } from '../navigation/way.ts';
import type { Missing } from '../sets/ways-to-pairs.ts';

interface CountedSet {
  readonly id: number;
  readonly pairCount: number;
}

/** @param sets of the project; undefined while they are fetched, when what a form finds missing it says itself */
export function wayToRun(projectId: number, sets: readonly CountedSet[] | undefined): Way {
  if (sets === undefined || sets.some(({ pairCount }) => pairCount > 0))
    return { words: 'New run', to: { room: 'new-run', projectId } };
  const [only] = sets.length === 1 ? sets : [];
  return { words: 'Add pairs first', to: { room: 'pairs', projectId, setId: only?.id } };
}

/** @param runs of the project, none of which is over with measured pairs: the latest first */
export function missingRun(
  projectId: number,
  runs: readonly { readonly id: number }[],
  sets: readonly CountedSet[] | undefined,
): Missing {
  const [latest] = runs;
  if (latest === undefined)
    return { why: 'This project has no runs yet.', ways: [wayToRun(projectId, sets)] };
  return {
    why: 'No run of this project is done with measured pairs, and an analysis is not made of a part of one.',
    ways: [
      { words: `Open run ${latest.id}`, to: { room: 'runs', projectId, runId: latest.id } },
      wayToRun(projectId, sets),
    ],
  };
}
