import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';

/** What the disk of a file has left for its user; null where the system does not tell. */
export async function freeBytesBeside(path: string): Promise<number | null> {
  const [told] = await Promise.allSettled([statfs(dirname(path))]);
  return told.status === 'fulfilled' ? told.value.bavail * told.value.bsize : null;
}
