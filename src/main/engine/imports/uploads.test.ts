import fs, { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Uploads } from './uploads.ts';

let folder: string;

beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'pairlens-uploads-'))));
afterEach(() => {
  vi.restoreAllMocks();
  syncBuiltinESMExports();
  rmSync(folder, { recursive: true });
});

it('a file that cannot be removed now is none of the import’s business, and goes when the workspace is next opened', async () => {
  const place = { path: join(folder, 'workspace.sqlite'), canWrite: true };
  const uploads = new Uploads(place);
  const uploadId = uploads.begin({ fileName: 'pairs.csv', bytes: 3 });
  await uploads.append(uploadId, 0, new Blob(['a,b']));
  const { path, done } = uploads.take(uploadId);
  const removing = vi.spyOn(fs, 'rmSync').mockImplementation(() => {
    throw Object.assign(new Error('EBUSY: resource busy or locked'), { code: 'EBUSY' });
  });
  syncBuiltinESMExports();
  const said = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  done();
  expect(removing).toHaveBeenCalledWith(path, expect.anything());
  expect(said).toHaveBeenCalledWith(expect.stringContaining('EBUSY'));
  expect(existsSync(path)).toBe(true);
  removing.mockRestore();
  syncBuiltinESMExports();
  new Uploads(place);
  expect(existsSync(path)).toBe(false);
});
