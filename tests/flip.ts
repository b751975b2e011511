/** Damage as a disk does it: one bit of a file is another, and neither its size nor the time of its last change tell. */
import { chmod, open, stat } from 'node:fs/promises';

export const PLACES = ['first', 'middle', 'last'] as const;
export type FlippedPlace = (typeof PLACES)[number];

/** Flips the lowest bit of a byte of the file. @param place a named one, or the number of the byte */
export async function flipBit(path: string, place: FlippedPlace | number): Promise<void> {
  const { size, atime, mtime, mode } = await stat(path);
  const position =
    typeof place === 'number' ? place : { first: 0, middle: Math.floor(size / 2), last: size - 1 }[place];
  // Blobs are read-only.
  await chmod(path, 0o644);
  {
    await using file = await open(path, 'r+');
    const byte = Buffer.alloc(1);
    await file.read(byte, 0, 1, position);
    byte[0] = (byte[0] ?? 0) ^ 1;
    await file.write(byte, 0, 1, position);
    await file.utimes(atime, mtime);
  }
  await chmod(path, mode);
}
