import { readFile } from 'node:fs/promises';
import { readFailure } from './failures.ts';

/** The text of a file. @throws PairlensError FILE_NOT_FOUND, FILE_UNREADABLE */
export async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw readFailure(path, error);
  }
}
