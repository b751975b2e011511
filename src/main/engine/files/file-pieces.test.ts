import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { filePieces } from './file-pieces.ts';

const folder = mkdtempSync(join(tmpdir(), 'pairlens-pieces-'));
afterAll(() => rmSync(folder, { recursive: true }));

it.each([0, 1, (1 << 16) + 1, (2 << 20) + 5])('are all %i bytes of a file, in its order', async (length) => {
  const path = join(folder, `${length}`);
  const content = Buffer.from(Array.from({ length }, (_, index) => (index * 31) % 251));
  writeFileSync(path, content);
  const pieces: Buffer[] = [];
  const buffers = new Set<ArrayBufferLike>();
  for await (const piece of filePieces(path)) {
    pieces.push(Buffer.from(piece));
    buffers.add(piece.buffer);
  }
  expect(Buffer.concat(pieces).equals(content)).toBe(true);
  expect(buffers.size).toBeLessThanOrEqual(1);
});

it.each([
  ['nothing', 'ENOENT'],
  ['.', 'EISDIR'],
])('are not there where a path leads to %s', async (name, code) => {
  const pieces = filePieces(join(folder, name));
  await expect(pieces.next()).rejects.toMatchObject({ code });
});
