import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ThreadedSession } from './threaded-session.ts';

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'pairlens-'))));
afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  ['exits', 'process.exit(3);', 'exit code 3'],
  ['comes to its end', '', 'exit code 0'],
])('a thread that %s before the model is open is an error', async (_, source, message) => {
  const entry = join(folder, 'entry.mjs');
  writeFileSync(entry, source);
  const limits = { vocabularySize: 1, maxPositions: 1, tokenTypes: 0 };
  await expect(ThreadedSession.open('none.onnx', limits, 'cpu', entry)).rejects.toMatchObject({
    code: 'INFERENCE_FAILED',
    message: expect.stringContaining(message) as string,
  });
});
