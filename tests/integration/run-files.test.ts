/** What a page saves of a run is what the command line writes. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { createRouterClient } from '@orpc/server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPromise } from 'yauzl';
import { exportNotebook } from '../../src/main/engine/exports/export-notebook.ts';
import { createRouter } from '../../src/main/engine/handlers.ts';
import type { Run } from '../../src/shared/entities.ts';
import { addSet, GOLDEN_PAIRS, openWorkspace, runPairs, type Workspace } from './workspaces.ts';

let workspace: Workspace;
let folder: string;
let run: Run;
const page = () => createRouterClient(createRouter(workspace.engine), { context: {} });

beforeAll(async () => {
  workspace = await openWorkspace();
  folder = await mkdtemp(join(tmpdir(), 'pairlens-run-files-'));
  const setId = await addSet(workspace.engine, 'golden', GOLDEN_PAIRS);
  run = await runPairs(workspace.engine, { setId });
});
afterAll(async () => {
  await workspace.dispose();
  await rm(folder, { recursive: true, force: true });
});

async function bytesOf(pieces: AsyncIterable<{ readonly base64: string }>): Promise<Buffer> {
  const all: Buffer[] = [];
  for await (const { base64 } of pieces) all.push(Buffer.from(base64, 'base64'));
  return Buffer.concat(all);
}

test('the notebook comes with its tables, as they are written to a folder', async () => {
  const metric = 'attention_js_divergence';
  const zip = join(folder, 'notebook.zip');
  await writeFile(zip, await bytesOf(await page().exports.notebook({ runId: run.id, metric })));
  const packed = await openPromise(zip);
  const files = new Map<string, Buffer>();
  for await (const entry of packed.eachEntry())
    files.set(entry.fileName, await buffer(await packed.openReadStreamPromise(entry)));
  const name = `run-${run.id}.ipynb`;
  const written = await exportNotebook(workspace.engine, { runId: run.id, metric }, join(folder, name));
  expect([...files.keys()].toSorted()).toEqual(written.toSorted());
  expect(written).toContain(name);
  for (const file of written) expect(files.get(file)).toEqual(await readFile(join(folder, file)));
});

test('tensors are the file that the command line writes; a run that keeps none says so', async () => {
  const all: Uint8Array[] = [];
  for await (const piece of workspace.engine.exports.tensors({ runId: run.id })) all.push(piece);
  const saved = await bytesOf(await page().exports.tensors({ runId: run.id }));
  expect(saved.length).toBeGreaterThan(0);
  expect(saved.equals(Buffer.concat(all))).toBe(true);
  const bare = await runPairs(workspace.engine, { setId: run.set.id, options: { keep: 'none' } });
  await expect(async () => bytesOf(await page().exports.tensors({ runId: bare.id }))).rejects.toMatchObject({
    code: 'RUN_STATE',
  });
});

test('a run that is not there is no file', async () => {
  await expect(async () => bytesOf(await page().exports.notebook({ runId: 99 }))).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
});

test('a list says what a run has found once that was computed, and computes nothing', async () => {
  const fresh = await runPairs(workspace.engine, { setId: run.set.id, options: { keep: 'none' } });
  expect(await page().runs.finding({ id: fresh.id })).toBeNull();
  await workspace.engine.aggregates.rows({ runId: fresh.id, group: '' });
  expect((await page().runs.finding({ id: fresh.id }))?.headline).toMatch(
    /^These numbers are compared with nothing/,
  );
});
