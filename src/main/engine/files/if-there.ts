/** What is at a path. That nothing is there is an answer here, not a failure; anything else is FILE_UNREADABLE. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { isMissingFile, readFailure } from './failures.ts';

/** The text of a file; null where there is none. @throws PairlensError FILE_UNREADABLE */
export function readIfThere(path: string): Promise<string | null> {
  return ifThere(path, null, () => readFile(path, 'utf8'));
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
