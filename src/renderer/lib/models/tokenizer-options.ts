/** Models to choose from for their tokens. */
import type { Model } from '../../../shared/entities.ts';
import { titleOf } from './groups.ts';

/** @param chosen by its name; '' for none. One that an address names and that is not there is offered: the answer says so. */
export function tokenizerOptions(
  models: readonly Model[] | undefined,
  chosen: string,
): { readonly value: string; readonly label: string }[] {
  const there = (models ?? [])
    .filter(({ weightsPresent }) => weightsPresent)
    .map((one) => ({ value: one.name, label: titleOf(one) }));
  const isMissing = chosen !== '' && models?.every(({ name }) => name !== chosen) === true;
  return isMissing ? [...there, { value: chosen, label: chosen }] : there;
}
