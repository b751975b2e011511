/** Names that may be taken: a project's in the workspace, a set's in its project. */
import { LONGEST, usableText } from '../../../core/bounds.ts';
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

/** `name`, or the first of "name 2", "name 3", … that is not taken; a long one is cut, so that it is no longer than names may be. */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  let free = name;
  for (let number = 2; taken.has(free); number++)
    free = `${usableText(name, LONGEST.name - ` ${number}`.length)} ${number}`;
  return free;
}
