/**
 * Folders that are being compiled. Until it is whole a folder has a name that says so, and which process of which
 * machine is at it; what a killed one left behind is removed by the next to start, or to compile.
 */
import { randomBytes } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isMissingFile, writeFailure } from '../files/failures.ts';
import { makeFolder } from '../files/make-folder.ts';
import { isOfEndedProcess, processTag } from '../files/process-tag.ts';

const PREFIX = '.compiling';
/** Nothing takes a day to compile, so one this old is a leftover, though another process may have got its number. */
const STALE_MILLISECONDS = 24 * 60 * 60 * 1000;

/**
 * Makes a folder to compile into, under a name that no other process takes.
 * @throws PairlensError FILE_UNWRITABLE, DISK_FULL
 */
export function makeUnfinished(modelsFolder: string): string {
  const name = `${PREFIX}-${processTag()}-${randomBytes(4).toString('hex')}`;
  const path = join(modelsFolder, name);
  try {
    makeFolder(path);
    return path;
  } catch (error) {
    throw writeFailure(path, error);
  }
}

/**
 * Removes what killed processes left behind.
 * @throws PairlensError FILE_UNWRITABLE
 */
export async function removeUnfinished(modelsFolder: string): Promise<void> {
  try {
    for (const name of await readdir(modelsFolder)) {
      const path = join(modelsFolder, name);
      if (name.startsWith(`${PREFIX}-`) && (await isLeftOver(path, name)))
        await rm(path, { recursive: true, force: true });
    }
  } catch (error) {
    if (!isMissingFile(error)) throw writeFailure(modelsFolder, error);
  }
}

async function isLeftOver(path: string, name: string): Promise<boolean> {
  const [, host, pid] = name.split('-');
  if (isOfEndedProcess(`${host}-${pid}`)) return true;
  try {
    return Date.now() - (await stat(path)).mtimeMs > STALE_MILLISECONDS;
  } catch (error) {
    // It has just been finished.
    if (isMissingFile(error)) return false;
    throw error;
  }
}
