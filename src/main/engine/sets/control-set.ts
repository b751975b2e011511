import { PairlensError } from '../../../shared/errors.ts';

/** @throws PairlensError BAD_REQUEST for a set that would be compared with itself */
export function checkIsAnotherSet({
  setId,
  controlSetId,
}: {
  readonly setId: number;
  readonly controlSetId: number | null;
}): void {
  if (setId === controlSetId)
    throw new PairlensError('BAD_REQUEST', 'the control set is the set itself: choose another', { setId });
}
