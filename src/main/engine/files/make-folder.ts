import { chmodSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { systemCode } from './failures.ts';

/**
 * Makes a folder and those above it, where they do not exist. Level by level: Node's recursive mkdir never returns
 * where a folder that exists says ENOENT to making another one in it, as /proc does.
 * @param mode of those that are made; as the process's umask has it unless told
 * @throws what the operating system says
 */
export function makeFolder(folder: string, mode?: number): void {
  if (isFolder(folder)) return;
  const parent = dirname(folder);
  if (parent !== folder) makeFolder(parent, mode);
  try {
    mkdirSync(folder, { mode: mode ?? 0o777 });
    if (mode !== undefined) chmodSync(folder, mode);
  } catch (error) {
    // Another process may have made it meanwhile.
    if (systemCode(error) !== 'EEXIST' || !isFolder(folder)) throw error;
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
