/** Whose tokens are aligned where nobody has chosen a model. */
import type { Model, Run } from '../../../shared/entities.ts';

type Ran = Pick<Run, 'id' | 'set' | 'controlSet'> & { readonly model: Pick<Run['model'], 'name'> };

/** The model that ran last over the set, else the first one that is here; null where none is. */
export function usualModel(
  models: readonly Pick<Model, 'name' | 'weightsPresent'>[],
  runs: readonly Ran[],
  setId: number,
): string | null {
  const here = models.filter(({ weightsPresent }) => weightsPresent).map(({ name }) => name);
  const last = runs
    .filter((run) => [run.set.id, run.controlSet?.id].includes(setId) && here.includes(run.model.name))
    .toSorted((a, b) => b.id - a.id)[0];
  return last?.model.name ?? here[0] ?? null;
}
