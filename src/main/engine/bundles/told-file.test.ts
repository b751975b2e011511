import { mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { zipPieces } from '../files/zip-pieces.ts';
import { toldFile } from './told-file.ts';

const MIB = 1024 ** 2;
const folder = mkdtempSync(join(tmpdir(), 'pairlens-told-'));
const path = join(folder, 'large');
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Descriptors of this process that are of the file; Linux alone tells. */
function openOnes(): number {
  return readdirSync('/proc/self/fd').filter((descriptor) => {
    try {
      return readlinkSync(`/proc/self/fd/${descriptor}`).startsWith(path);
    } catch (error) {
      // The one that the folder was listed by is closed.
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
      throw error;
    }
  }).length;
}

test('is closed where nobody reads it to its end', async () => {
  writeFileSync(path, Buffer.alloc(16 * MIB, 'a few words '));
  const shares: number[] = [];
  const file = toldFile(path, 16 * MIB, (share) => shares.push(share));
  const pieces = zipPieces(
    (zip) => zip.addReadStream(file.content, 'large', { size: 16 * MIB, compress: false }),
    new AbortController().signal,
  );
  for await (const piece of pieces) if (piece.length > 0 && shares.length > 0) break;
  expect(shares.at(-1)).toBeLessThan(1);
  if (process.platform === 'linux') expect(openOnes()).toBe(1);
  await file.close();
  if (process.platform === 'linux') expect(openOnes()).toBe(0);
  expect(file.content.destroyed).toBe(true);
});
