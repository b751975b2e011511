import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isMissingFile, writeFailure } from '../files/failures.ts';

/**
 * Removes every compiled form of these weights: the names of their folders begin with the hash.
 * @throws PairlensError FILE_UNWRITABLE
 */
export async function removeCompiled(modelsFolder: string, weightsHash: string): Promise<void> {
  const prefix = `${weightsHash.slice(0, 16)}-`;
  try {
    for (const name of await readdir(modelsFolder))
      if (name.startsWith(prefix)) await rm(join(modelsFolder, name), { recursive: true, force: true });
  } catch (error) {
    if (!isMissingFile(error)) throw writeFailure(modelsFolder, error);
  }
}
