/** Notes, pins and saved views go along with the run that they are of, and nothing that is there is overwritten. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Engine } from '../../src/main/engine/engine.ts';
import type { Run } from '../../src/shared/entities.ts';
import { bundleWithRows, changedBundle } from './changed-bundle.ts';
import { addSet, GOLDEN_PAIRS, openWorkspace, pairsOf, runPairs, type Workspace } from './workspaces.ts';

let from: Workspace;
let to: Workspace;
let run: Run;
let head: { of: 'head'; model: string; layer: number; head: number };

beforeAll(async () => {
  from = await openWorkspace();
  // Numbers of the one are not those of the other.
  await addSet(from.engine, 'first', GOLDEN_PAIRS.slice(0, 2));
  run = await runPairs(from.engine, { setId: await addSet(from.engine, 'golden', GOLDEN_PAIRS) });
  const { engine } = from;
  const projectId = engine.defaultProject().id;
  const pairId = pairsOf(engine, run.set.id)[1]?.id ?? 0;
  head = { of: 'head', model: run.model.name, layer: 1, head: 2 };
  engine.marks.set({
    projectId,
    thing: { of: 'run', runId: run.id },
    note: 'the first of all',
    pinned: true,
  });
  engine.marks.set({ projectId, thing: { of: 'pair', pairId }, note: 'reads twice', pinned: false });
  engine.marks.set({ projectId, thing: head, note: 'looks at “not”', pinned: false });
  engine.marks.set({ projectId, thing: { ...head, head: 3 }, note: '', pinned: true });
  // Of another run: it stays at home.
  const other = await runPairs(engine, { setId: await addSet(engine, 'other', GOLDEN_PAIRS.slice(0, 2)) });
  engine.marks.set({ projectId, thing: { of: 'run', runId: other.id }, note: 'another', pinned: false });
  engine.views.save({ projectId, room: 'results', name: 'flagged', query: 'flags=local' });
});
afterAll(() => from.dispose());
beforeEach(async () => {
  to = await openWorkspace();
  return () => to.dispose();
});

async function bundled(notes: boolean): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of from.engine.bundles.write({ runId: run.id, tensors: false, notes }))
    pieces.push(piece);
  return Buffer.concat(pieces);
}

async function read(content: Buffer) {
  const path = join(to.folder, 'run.pairlens');
  await writeFile(path, content);
  return to.engine.bundles.read({ path, projectId: to.engine.defaultProject().id });
}

/** What is noted in a workspace, without the numbers that things have there. */
function notedIn({ marks, views, ...engine }: Engine) {
  const projectId = engine.defaultProject().id;
  return {
    marks: marks
      .list({ projectId })
      .map((mark) => ({ ...mark, runId: null, pairId: null, setId: null }))
      .filter(({ note }) => note !== 'another'),
    views: views.list({ projectId, room: 'results' }).map((view) => ({ ...view, id: 0 })),
  };
}

test('come in as they were written, with their times, at the things that they are of', async () => {
  const { runId, notesLeftOut } = await read(await bundled(true));
  expect(notesLeftOut).toBe(0);
  expect(notedIn(to.engine)).toEqual(notedIn(from.engine));
  const there = to.engine.runs.get({ id: runId });
  expect(to.engine.marks.list({ projectId: to.engine.defaultProject().id })).toContainEqual(
    expect.objectContaining({
      of: 'pair',
      pairId: pairsOf(to.engine, there.set.id)[1]?.id,
      note: 'reads twice',
    }),
  );
});

test('stay at home where that is asked for', async () => {
  await read(await bundled(false));
  expect(notedIn(to.engine)).toEqual({ marks: [], views: [] });
});

test('what is noted here of a head stays, and a view whose name is taken comes under another', async () => {
  await read(await bundled(false));
  const { engine } = to;
  const projectId = engine.defaultProject().id;
  engine.marks.set({ projectId, thing: head, note: 'mine', pinned: true });
  engine.views.save({ projectId, room: 'results', name: 'flagged', query: 'flags=semantic' });
  const bundle = await bundled(true);
  expect((await read(bundle)).notesLeftOut).toBe(1);
  const marks = engine.marks.list({ projectId });
  expect(marks).toContainEqual(expect.objectContaining({ ...head, note: 'mine', pinned: true }));
  expect(marks.filter(({ of }) => of === 'head')).toHaveLength(2);
  const views = () =>
    engine.views.list({ projectId, room: 'results' }).map(({ name, query }) => [name, query]);
  expect(views()).toEqual([
    ['flagged', 'flags=semantic'],
    ['flagged 2', 'flags=local'],
  ]);
  // Once more: what is here already is not there twice.
  await read(bundle);
  expect(views()).toHaveLength(2);
  expect(engine.marks.list({ projectId }).filter(({ of }) => of === 'head')).toHaveLength(2);
});

test('a view of the longest name that is taken comes under a name that can be bundled again', async () => {
  const name = 'v'.repeat(255);
  const here = to.engine.defaultProject().id;
  to.engine.views.save({ projectId: here, room: 'results', name, query: 'flags=semantic' });
  const there = from.engine.defaultProject().id;
  const { id } = from.engine.views.save({ projectId: there, room: 'results', name, query: 'search=never' });
  try {
    await read(await bundled(true));
  } finally {
    from.engine.views.remove({ id });
  }
  const names = to.engine.views.list({ projectId: here, room: 'results' }).map((view) => view.name);
  expect(names).toContain(`${'v'.repeat(253)} 2`);
});

test('of two models of one name, each with a note at one head, the note that was changed last goes along', async () => {
  const thing = { ...head, head: 1 };
  const projectId = from.engine.defaultProject().id;
  from.engine.marks.set({ projectId, thing, note: 'of now', pinned: false });
  const workspace = new SqliteDatabase(join(from.folder, 'home', 'workspaces', 'default.sqlite'));
  // A checkpoint that was made anew has the name of the one before, once that one is opened from its folder again.
  const columns = 'name, folder, architecture, config, layers, heads, d_model, parameters, max_positions';
  workspace.exec(`
    INSERT INTO model (${columns}, weights_hash, tokenizer_hash, added_at)
      SELECT ${columns}, 'others', tokenizer_hash, added_at FROM model WHERE name = '${run.model.name}';
    INSERT INTO mark (project_id, model_id, layer, head, note, pinned, changed_at)
      VALUES (${projectId}, last_insert_rowid(), 1, 1, 'of before', 0, '2020-01-01T00:00:00.000Z')`);
  try {
    await read(await bundled(true));
  } finally {
    workspace.exec(`
      DELETE FROM mark WHERE layer = 1 AND head = 1;
      DELETE FROM model WHERE weights_hash = 'others'`);
    workspace.close();
  }
  const notes = to.engine.marks.list({ projectId: to.engine.defaultProject().id });
  expect(notes.filter((mark) => mark.of === 'head' && mark.head === 1).map(({ note }) => note)).toEqual([
    'of now',
  ]);
});

test('a bundle of before, whose manifest tells of no notes, comes in without any', async () => {
  const old = await changedBundle(await bundled(true), from.folder, 'bundle.json', (content) => {
    const manifest = JSON.parse(content.toString()) as Record<string, unknown>;
    return Buffer.from(JSON.stringify({ ...manifest, notes: undefined }));
  });
  expect((await read(old)).notesLeftOut).toBe(0);
  expect(notedIn(to.engine)).toEqual({ marks: [], views: [] });
});

const manifestWith = (from_: RegExp, to_: string) => async () =>
  changedBundle(await bundled(true), from.folder, 'bundle.json', (content) =>
    Buffer.from(content.toString().replace(from_, to_)),
  );
const rowsWith = (sql: string) => async () => bundleWithRows(await bundled(true), from.folder, sql);

test.each<[string, () => Promise<Buffer>]>([
  ['another hash of them', manifestWith(/("views": 1,\s+"sha256": ")[\da-f]{4}/, '$10000')],
  ['another note', rowsWith("UPDATE mark SET note = 'forged' WHERE note = 'reads twice'")],
  ['another pin', rowsWith("UPDATE mark SET pinned = 1 WHERE note = 'reads twice'")],
  ['a note less', rowsWith("DELETE FROM mark WHERE note = 'reads twice'")],
  ['another view', rowsWith("UPDATE saved_view SET query = 'flags=none'")],
  [
    'a note of a head that the model has not',
    rowsWith('UPDATE mark SET layer = 4000 WHERE layer IS NOT NULL'),
  ],
])('are refused with %s, and nothing is imported', async (_, content) => {
  await expect(read(await content())).rejects.toMatchObject({
    code: 'BUNDLE_INVALID',
    message: expect.stringMatching(/its notes are not those that were written: the hashes differ/) as string,
  });
  expect(to.engine.runs.list({ projectId: to.engine.defaultProject().id })).toEqual([]);
  expect(notedIn(to.engine)).toEqual({ marks: [], views: [] });
});

test('both ways say in per cent how far they are', async () => {
  const shares = async (engine: Engine, kind: 'export' | 'import', work: () => Promise<unknown>) => {
    const feed = engine.jobs.listen();
    const working = work();
    const seen: { activity: string; done: number }[] = [];
    for await (const job of feed) {
      if (job.kind !== kind) continue;
      if (job.total !== null) {
        expect(job).toMatchObject({ unit: '%', total: 100 });
        seen.push({ activity: job.activity, done: job.done });
      }
      if (job.state === 'done') break;
    }
    await working;
    return seen;
  };
  let bundle: Buffer = Buffer.alloc(0);
  const written = await shares(from.engine, 'export', async () => (bundle = await bundled(true)));
  const taken = await shares(to.engine, 'import', () => read(bundle));
  for (const [seen, activities] of [
    [written, ['Copying the run', 'Hashing', 'Packing']],
    [taken, ['Comparing hashes', 'Storing the run']],
  ] as const) {
    expect(seen.map(({ activity }) => activity)).toEqual(expect.arrayContaining([...activities]));
    expect(seen.map(({ done }) => done)).toEqual(seen.map(({ done }) => done).toSorted((a, b) => a - b));
    expect(seen.at(-1)?.done).toBe(100);
  }
});
