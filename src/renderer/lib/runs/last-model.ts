import type { Run } from '../../../shared/entities.ts';

type Ran = Pick<Run, 'id' | 'set' | 'controlSet'> & { readonly model: Pick<Run['model'], 'name'> };

/** The model of the last run over the set; undefined where it has none. */
export function lastModelOver(runs: readonly Ran[], setId: number): string | undefined {
  return runs
    .filter((run) => [run.set.id, run.controlSet?.id].includes(setId))
    .toSorted((a, b) => b.id - a.id)[0]?.model.name;
}
