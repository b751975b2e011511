import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readText } from './read-text.ts';

const folder = mkdtempSync(join(tmpdir(), 'pairlens-read-text-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('reads the text of a file, and no more than is sensible', async () => {
  const path = join(folder, 'a.json');
  writeFileSync(path, 'é'.repeat(2 ** 19));
  expect(await readText(path, 2 ** 20)).toBe('é'.repeat(2 ** 19));
  writeFileSync(path, 'é'.repeat(2 ** 19) + 'x');
  await expect(readText(path, 2 ** 20)).rejects.toMatchObject({
    code: 'FILE_UNREADABLE',
    message: `${path} cannot be read: it has more than 1 MiB`,
  });
  await expect(readText(join(folder, 'none'))).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
  await expect(readText(folder)).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
});
