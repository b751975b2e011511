/** What a failed write leaves behind: nothing. The write is made to fail; everything else is real. */
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { readCheckpointFolder } from '../../src/main/engine/checkpoints/checkpoint-folder.ts';
import { compileFolder } from '../../src/main/engine/models/compiled-folder.ts';
import { writeWeights } from '../../src/main/engine/models/weights-file.ts';

vi.mock('../../src/main/engine/models/weights-file.ts', () => ({ writeWeights: vi.fn() }));

const GOLDEN = join(import.meta.dirname, '../fixtures/golden/bert');
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
  vi.mocked(writeWeights).mockImplementation(async (path) => {
    await writeFile(path, 'the first half');
    throw Object.assign(new Error(`${systemCode}: write`), {
      code: systemCode,
      errno: -28,
      syscall: 'write',
    });
  });
  const checkpoint = await readCheckpointFolder(GOLDEN);
  await expect(compileFolder(modelsFolder, checkpoint, 'f'.repeat(64))).rejects.toMatchObject({ code });
  expect(await readdir(modelsFolder)).toEqual([]);
});
