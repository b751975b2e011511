import type { Analysis } from '../../../shared/analyses.ts';
import { PairlensError } from '../../../shared/errors.ts';

/** @throws PairlensError NOT_FOUND for a head that the model of an analysis does not have */
export function checkHeadOf(
  { model }: Pick<Analysis, 'model'>,
  { layer = 0, head = 0 }: { readonly layer?: number | undefined; readonly head?: number | undefined },
): void {
  if (model === null || (layer < model.layers && head < model.heads)) return;
  throw new PairlensError(
    'NOT_FOUND',
    `${model.name} has no head ${head} in layer ${layer}: it has ${model.layers} layers of ${model.heads} heads, counted from 0`,
    { layer, head },
  );
}
