import { open } from 'node:fs/promises';

/** Of a piece, in bytes; of a file that is shorter, no more than it has, so that a small file takes little memory. */
const LONGEST = 1 << 20;
const SHORTEST = 1 << 16;

/**
 * The bytes of a file from its beginning on, a piece at a time. All pieces lie in one buffer: each is read before the next is
 * asked for, which takes its place.
 * @throws as the system says it
 */
export async function* filePieces(path: string): AsyncGenerator<Uint8Array> {
  await using file = await open(path, 'r');
  const { size } = await file.stat();
  const buffer = new Uint8Array(Math.min(LONGEST, Math.max(SHORTEST, size)));
  for (;;) {
    const { bytesRead } = await file.read(buffer);
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
  }
}
