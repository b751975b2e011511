/** What a failed write leaves behind: nothing. The write is made to fail half way; everything else is real. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readCheckpointFolder } from '../checkpoints/checkpoint-folder.ts';
import { compileFolder } from './compiled-folder.ts';

const GOLDEN = join(import.meta.dirname, '../../../../tests/fixtures/golden/bert');
let modelsFolder: string;

beforeEach(async () => {
  modelsFolder = await mkdtemp(join(tmpdir(), 'pairlens-compile-'));
});

afterEach(async () => rm(modelsFolder, { recursive: true }));

it.each([
  ['ENOSPC', 'DISK_FULL'],
  ['EDQUOT', 'DISK_FULL'],
  ['EACCES', 'FILE_UNWRITABLE'],
  ['EFBIG', 'FILE_UNWRITABLE'],
])('a write that ends in %s is %s, and leaves nothing behind', async (systemCode, code) => {
  const onBytes = ({ done, total }: { done: number; total: number }) => {
    if (done < total / 2) return;
    throw Object.assign(new Error(`${systemCode}: write`), {
      code: systemCode,
      errno: -28,
      syscall: 'write',
    });
  };
  const checkpoint = await readCheckpointFolder(GOLDEN);
  await expect(compileFolder(modelsFolder, checkpoint, 'f'.repeat(64), { onBytes })).rejects.toMatchObject({
    code,
  });
  expect(await readdir(modelsFolder)).toEqual([]);
});
