/** What is at a path. That nothing is there is an answer here, not a failure; anything else is FILE_UNREADABLE. */
import { readdir, stat } from 'node:fs/promises';
import { PairlensError } from '../../../shared/errors.ts';
import { isMissingFile, readFailure } from './failures.ts';
import { readText } from './read-text.ts';

/**
 * The text of a file; null where there is none.
 * @throws PairlensError FILE_UNREADABLE, also for one that is too large to be read as a whole (`readText`)
 */
export async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readText(path);
  } catch (error) {
    if (error instanceof PairlensError && error.code === 'FILE_NOT_FOUND') return null;
    throw error;
  }
}

/** The names of what is in a folder; none where there is no folder. @throws PairlensError FILE_UNREADABLE */
export function namesIn(folder: string): Promise<string[]> {
  return ifThere(folder, [], () => readdir(folder));
}

/** Whether there is a file or a folder. @throws PairlensError FILE_UNREADABLE */
export function isThere(path: string): Promise<boolean> {
  return ifThere(path, false, async () => {
    await stat(path);
    return true;
  });
}

/** Whether there is a folder. @throws PairlensError FILE_UNREADABLE */
export function isFolder(path: string): Promise<boolean> {
  return ifThere(path, false, async () => (await stat(path)).isDirectory());
}

async function ifThere<Answer>(path: string, otherwise: Answer, ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    if (isMissingFile(error)) return otherwise;
    throw readFailure(path, error);
  }
}
