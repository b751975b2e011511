/** A run leaves a workspace as a file and comes into another, as it was. */
import { createWriteStream } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPromise } from 'yauzl';
import { ZipFile } from 'yazl';
import type { Engine } from '../../src/main/engine/engine.ts';
import { resultFilter, ROLES, type Run } from '../../src/shared/entities.ts';
import {
  addSet,
  GOLDEN_PAIRS,
  openWorkspace,
  pairsOf,
  planRun,
  runPairs,
  type Workspace,
} from './workspaces.ts';

let from: Workspace;
let to: Workspace;
let run: Run;
let bundle: Buffer;

beforeAll(async () => {
  [from, to] = await Promise.all([openWorkspace(), openWorkspace()]);
  // Numbers of the one are not those of the other.
  await addSet(from.engine, 'first', GOLDEN_PAIRS.slice(0, 2));
  const setId = await addSet(from.engine, 'golden', GOLDEN_PAIRS);
  const controlSetId = await addSet(from.engine, 'control', GOLDEN_PAIRS.slice(0, 3));
  run = await runPairs(from.engine, { setId, controlSetId, options: { keep: 'patterns' } });
  bundle = await bundled(true);
});
afterAll(() => Promise.all([from.dispose(), to.dispose()]));

async function bundled(tensors: boolean): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of from.engine.bundles.write({ runId: run.id, tensors })) pieces.push(piece);
  return Buffer.concat(pieces);
}

async function read(content: Buffer, engine: Engine = to.engine): Promise<Run> {
  const path = join(to.folder, 'run.pairlens');
  await writeFile(path, content);
  const { runId } = await engine.bundles.read({ path, projectId: engine.defaultProject().id });
  return engine.runs.get({ id: runId });
}

/** Every row of a run, of all roles, with the texts of its pairs. */
function rowsOf({ results }: Engine, { id }: Run) {
  const sort = { by: 'pair', direction: 'asc' } as const;
  return ROLES.flatMap((role) =>
    results
      .page({ runId: id, filter: resultFilter.parse({ role }), sort, offset: 0, limit: 10_000 })
      .map(({ pairId: _, ...row }) => row),
  );
}

describe('a bundle', () => {
  test('comes in with the same numbers, hashes and statistics, beside what is there', async () => {
    const mine = await addSet(to.engine, 'golden', GOLDEN_PAIRS.slice(0, 1));
    const there = await read(bundle);
    expect(there).toMatchObject({
      set: { name: 'golden 2' },
      controlSet: { name: 'control' },
      model: { name: run.model.name },
      state: 'done',
      provenance: run.provenance,
      total: run.total,
      done: run.done,
      createdAt: run.createdAt,
    });
    expect(rowsOf(to.engine, there)).toEqual(rowsOf(from.engine, run));
    expect(await to.engine.runs.soundness({ id: there.id })).toMatchObject({
      setIsSame: true,
      controlSetIsSame: true,
      unhashed: 0,
      damaged: [],
    });
    const metrics = ['value_cosine'] as const;
    expect(await to.engine.aggregates.rows({ runId: there.id, group: '', metrics })).toEqual(
      await from.engine.aggregates.rows({ runId: run.id, group: '', metrics }),
    );
    expect(pairsOf(to.engine, mine)).toHaveLength(1);
  });

  test('comes in twice as two runs', async () => {
    const [one, other] = [await read(bundle), await read(bundle)];
    expect(other.id).not.toBe(one.id);
    expect(other.set.id).not.toBe(one.set.id);
    expect(other.set.name).not.toBe(one.set.name);
    expect(to.engine.runs.get({ id: one.id })).toEqual(one);
  });

  test('has what the run keeps where that is asked for, and does without', async () => {
    const kept = 'SELECT count(*) AS tensors FROM tensor WHERE run_id = ?';
    const counted = ({ store }: Engine, { id }: Run) =>
      store.database.prepare<[number], { tensors: number }>(kept).get(id)?.tensors;
    expect(counted(to.engine, await read(bundle))).toBe(counted(from.engine, run));
    expect(counted(to.engine, await read(await bundled(false)))).toBe(0);
  });

  test('is seen nowhere when taking it in is cut off', async () => {
    const before = to.engine.sets.list({ projectId: to.engine.defaultProject().id });
    const path = join(to.folder, 'run.pairlens');
    await writeFile(path, bundle);
    const feed = to.engine.jobs.listen();
    const importing = to.engine.bundles.read({ path, projectId: to.engine.defaultProject().id });
    for await (const job of feed)
      if (job.kind === 'import') {
        await to.engine.jobs.cancel(job.jobId);
        break;
      }
    await expect(importing).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(to.engine.sets.list({ projectId: to.engine.defaultProject().id })).toEqual(before);
  });

  test('of a run that has not ended is not made', async () => {
    const planned = await planRun(from.engine, { setId: run.set.id });
    await expect(
      from.engine.bundles.write({ runId: planned.id, tensors: false }).next(),
    ).rejects.toMatchObject({
      code: 'RUN_STATE',
    });
  });
});

/** A bundle with one of its files as `change` has it. */
async function changed(name: string, change: (content: Buffer) => Buffer): Promise<Buffer> {
  const path = join(from.folder, 'original.pairlens');
  const copy = join(from.folder, 'changed.pairlens');
  await writeFile(path, bundle);
  const zip = new ZipFile();
  const original = await openPromise(path);
  for await (const entry of original.eachEntry()) {
    const content = Buffer.from(
      await text((await original.openReadStreamPromise(entry)).setEncoding('latin1')),
      'latin1',
    );
    zip.addBuffer(entry.fileName === name ? change(content) : content, entry.fileName);
  }
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(copy));
  return readFile(copy);
}

describe('refused, with nothing imported:', () => {
  const flipped = (content: Buffer): Buffer => {
    const copy = Buffer.from(content);
    copy[copy.length >> 1] = (copy[copy.length >> 1] ?? 0) ^ 1;
    return copy;
  };
  const said = (from: string | RegExp, to: string) => (content: Buffer) =>
    Buffer.from(content.toString().replace(from, to));
  test.each<[string, () => Promise<Buffer>, RegExp]>([
    ['a workspace with another byte', () => changed('workspace.sqlite', flipped), /hashes differ/],
    [
      'a cut workspace',
      () => changed('workspace.sqlite', (content) => content.subarray(0, 4096)),
      /not as long/,
    ],
    [
      'another hash of the workspace',
      () => changed('bundle.json', said(/("bytes": \d+,\s+"sha256": ")[\da-f]{4}/, '$10000')),
      /hashes differ/,
    ],
    [
      'another hash of the set',
      () => changed('bundle.json', said(/"sha256": "[\da-f]{4}/, '"sha256": "0000')),
      /not hold the run/,
    ],
    ['a newer bundle', () => changed('bundle.json', said('"version": 1', '"version": 2')), /version/],
    ['no manifest', () => changed('bundle.json', () => Buffer.from('{}')), /not as this version/],
    ['half a file', () => Promise.resolve(bundle.subarray(0, bundle.length >> 1)), /no zip file/],
    ['a text', () => Promise.resolve(Buffer.from('original,counterfactual\n')), /no zip file/],
  ])('%s', async (_, content, words) => {
    const { engine } = to;
    const projectId = engine.defaultProject().id;
    const before = [engine.sets.list({ projectId }), (await engine.runs.list({ projectId })).length];
    await expect(read(await content())).rejects.toMatchObject({
      code: 'BUNDLE_INVALID',
      message: expect.stringMatching(words) as string,
    });
    expect([engine.sets.list({ projectId }), (await engine.runs.list({ projectId })).length]).toEqual(before);
  });
});
