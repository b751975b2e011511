import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { isFolder, isThere, namesIn, readIfThere } from './if-there.ts';

const folder = mkdtempSync(join(tmpdir(), 'pairlens-if-there-'));
const file = join(folder, 'a.txt');
writeFileSync(file, 'text');
mkdirSync(join(folder, 'b'));
afterAll(() => rmSync(folder, { recursive: true }));

it('tells what is there', async () => {
  expect(await readIfThere(file)).toBe('text');
  expect((await namesIn(folder)).sort()).toEqual(['a.txt', 'b']);
  expect([await isThere(file), await isThere(folder)]).toEqual([true, true]);
  expect([await isFolder(file), await isFolder(folder)]).toEqual([false, true]);
});

describe.each([
  ['nothing', join(folder, 'none')],
  ['nothing, for the folder is a file', join(file, 'none')],
])('%s', (_what, path) => {
  it('is an answer', async () => {
    expect(await readIfThere(path)).toBeNull();
    expect(await namesIn(path)).toEqual([]);
    expect([await isThere(path), await isFolder(path)]).toEqual([false, false]);
  });
});

it('what is there and cannot be read is a failure that names it', async () => {
  await expect(readIfThere(folder)).rejects.toMatchObject({
    code: 'FILE_UNREADABLE',
    message: `${folder} cannot be read: it is a folder`,
  });
});
