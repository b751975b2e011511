/** The model that is offered beside the one of a run. */
import type { Model } from '../../../shared/entities.ts';

/** Of those on this machine the one that takes the longest texts, other than `name`; of equals the first. */
export function anotherModel<M extends Pick<Model, 'name' | 'maxPositions' | 'weightsPresent'>>(
  models: readonly M[],
  name: string,
): M | undefined {
  return models
    .filter((model) => model.name !== name && model.weightsPresent)
    .reduce<M | undefined>(
      (best, model) => (best === undefined || model.maxPositions > best.maxPositions ? model : best),
      undefined,
    );
}
