/** Names that may be taken: a project's in the workspace, a set's in its project. */
import { PairlensError } from '../../../shared/errors.ts';
import { isUniqueViolation } from './sqlite-errors.ts';

/**
 * Runs a change that gives something a name.
 * @param conflict what to say when the name is taken: 'there is a project named “Negation” already'
 * @throws PairlensError CONFLICT when it is
 */
export function naming<Result>(name: string, conflict: string, change: () => Result): Result {
  try {
    return change();
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new PairlensError('CONFLICT', conflict, { name }, error);
  }
}
