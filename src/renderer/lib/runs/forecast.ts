import type { Model, Run } from '../../../shared/entities.ts';

/**
 * Seconds that a run of so many pairs will take, by the pace of the latest finished run of the same weights; null where
 * there was none. A run that was interrupted says nothing, for its time includes the pause.
 */
export function expectedSeconds(
  pairs: number,
  model: Pick<Model, 'weightsHash'>,
  runs: readonly Pick<Run, 'id' | 'state' | 'total' | 'startedAt' | 'finishedAt' | 'provenance'>[],
): number | null {
  const latest = runs
    .filter(
      (run) => run.state === 'done' && run.provenance.weightsHash === model.weightsHash && run.total > 0,
    )
    .toSorted((a, b) => b.id - a.id)[0];
  if (latest === undefined || latest.startedAt === null || latest.finishedAt === null) return null;
  const seconds = (Date.parse(latest.finishedAt) - Date.parse(latest.startedAt)) / 1000;
  return (seconds / latest.total) * pairs;
}
