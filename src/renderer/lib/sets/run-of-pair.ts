/** Where a pair of a set is looked at in a run. */
import type { Run } from '../../../shared/entities.ts';

type Candidate = Pick<Run, 'id' | 'done' | 'set' | 'controlSet'> & {
  readonly model: Pick<Run['model'], 'name'>;
};

/** The latest run of a model over a set, as its set or as its control, that has results; undefined where there is none. */
export function latestRunOf<Of extends Candidate>(
  runs: readonly Of[],
  model: string,
  setId: number,
): Of | undefined {
  return runs
    .filter(
      (run) => run.model.name === model && run.done > 0 && [run.set.id, run.controlSet?.id].includes(setId),
    )
    .reduce<Of | undefined>(
      (latest, run) => (latest === undefined || run.id > latest.id ? run : latest),
      undefined,
    );
}
