import type { Model, Run } from '../../../shared/entities.ts';

/** Runs that are looked at; older ones say less about the machine as it is. */
const LATEST = 5;

/**
 * Seconds that a run of so many pairs will take, by the best pace of the latest finished runs of the same weights: a
 * run that was interrupted, or waited for another, seems slower than it was. null where there was none.
 */
export function expectedSeconds(
  pairs: number,
  model: Pick<Model, 'weightsHash'>,
  runs: readonly Pick<Run, 'id' | 'state' | 'total' | 'startedAt' | 'finishedAt' | 'provenance'>[],
): number | null {
  const paces = runs
    .filter(
      (run) => run.state === 'done' && run.provenance.weightsHash === model.weightsHash && run.total > 0,
    )
    .toSorted((a, b) => b.id - a.id)
    .slice(0, LATEST)
    .flatMap(({ startedAt, finishedAt, total }) =>
      startedAt === null || finishedAt === null
        ? []
        : [(Date.parse(finishedAt) - Date.parse(startedAt)) / 1000 / total],
    );
  return paces.length === 0 ? null : Math.min(...paces) * pairs;
}
