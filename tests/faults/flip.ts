import { readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import type { Chance } from './scale.ts';

/**
 * Changes one bit of one byte of a file, as a disk does: its size and its times stay.
 * @returns what was changed, in words
 */
export function flip(path: string, { whole }: Chance): string {
  const bytes = readFileSync(path);
  const at = whole(0, bytes.length - 1);
  const bit = whole(0, 7);
  bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
  const { atime, mtime } = statSync(path);
  writeFileSync(path, bytes);
  utimesSync(path, atime, mtime);
  return `bit ${bit} of byte ${at} of ${path}`;
}
