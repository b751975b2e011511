/** Imports as jobs: what is seen of them while they are at work, when they are cut off, and what files they take. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import SqliteDatabase from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Engine } from '../../src/main/engine/engine.ts';
import { sentenceSetHash, textPair } from '../../src/main/engine/sets/pair-content.ts';
import type { Job } from '../../src/shared/jobs.ts';
import { openWorkspace, temporaryFolder } from './workspace.ts';

let home: ReturnType<typeof temporaryFolder>;
let engine: Engine;
let projectId: number;

beforeEach(async () => {
  home = temporaryFolder();
  engine = await openWorkspace(home.path);
  projectId = engine.defaultProject().id;
});
afterEach(async () => {
  await engine.close();
  home.remove();
});

function fileOfPairs(count: number): string {
  const path = join(home.path, 'large.csv');
  const rows = Array.from(
    { length: count },
    (_, row) => `Row ${row} is here.,Row ${row} is not here.,${row % 3}\n`,
  );
  writeFileSync(path, `original,counterfactual,label\n${rows.join('')}`);
  return path;
}

const listed = () => engine.sets.list({ projectId }).map(({ name, pairCount }) => `${name}: ${pairCount}`);

/** How many rows the table has, whoever may see them. */
function rowsIn(table: 'pair' | 'sentence_set'): number {
  const store = new SqliteDatabase(engine.store.path, { readonly: true });
  try {
    return store.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get() ?? 0;
  } finally {
    store.close();
  }
}

/** Starts an import and calls `storing` when its pairs are being stored; the reports on it, to the end. */
async function follow(path: string, storing: (job: Job) => void): Promise<{ jobs: Job[]; setId: number }> {
  const news = engine.jobs.listen();
  const { jobId, setId } = engine.sets.startImport({ projectId, name: 'large', file: { path } });
  const jobs: Job[] = [];
  for await (const job of news) {
    if (job.jobId !== jobId) continue;
    if (job.activity === 'Storing' && jobs.at(-1)?.activity !== 'Storing') storing(job);
    jobs.push(job);
    if (job.state !== 'running') break;
  }
  return { jobs, setId };
}

test('a set is seen when its last pair is in, and not before', async () => {
  const path = fileOfPairs(20_000);
  const seen: string[][] = [];
  const { jobs, setId } = await follow(path, () => seen.push(listed()));
  expect(seen).toEqual([[]]);
  expect(jobs.at(-1)).toMatchObject({ kind: 'import', state: 'done', subject: { projectId, setId } });
  expect(new Set(jobs.map(({ activity }) => activity))).toEqual(
    new Set(['Starting', 'Reading', 'Storing', 'Done']),
  );
  expect(jobs.find(({ beside }) => beside !== undefined)).toMatchObject({ unit: 'bytes', file: 'large.csv' });
  expect(listed()).toEqual(['large: 20000']);
  const set = await engine.sets.get({ id: setId });
  expect(set).toMatchObject({
    labelCount: 3,
    labels: [
      { label: '0', pairs: 6667 },
      { label: '1', pairs: 6667 },
      { label: '2', pairs: 6666 },
    ],
    contentHash: sentenceSetHash(
      Array.from({ length: 20_000 }, (_, row) =>
        textPair(String(row % 3), `Row ${row} is here.`, `Row ${row} is not here.`),
      ),
    ),
  });
});

test('a cancelled import leaves nothing to be seen, and its name is free', async () => {
  const path = fileOfPairs(20_000);
  const { jobs } = await follow(path, ({ jobId }) => void engine.jobs.cancel(jobId));
  expect(jobs.at(-1)).toMatchObject({ state: 'cancelled', error: null });
  expect(listed()).toEqual([]);
  writeFileSync(path, 'original,counterfactual\nA.,B.\n');
  const { set } = await engine.sets.import({ projectId, name: 'large', path });
  expect(set.pairCount).toBe(1);

  // What is left of the first is gone when the workspace is opened again.
  await engine.close();
  engine = await openWorkspace(home.path);
  expect([rowsIn('sentence_set'), rowsIn('pair')]).toEqual([1, 1]);
  expect(listed()).toEqual(['large: 1']);
});

test('a process that is killed in the midst of an import leaves nothing behind', async () => {
  const path = fileOfPairs(40_000);
  await engine.close();
  const child = spawn(process.execPath, [join(import.meta.dirname, 'import.child.ts'), home.path, path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface(child.stdout)) {
    if (!/^Storing [1-9]/.test(line)) continue;
    child.kill('SIGKILL');
    break;
  }
  await once(child, 'exit');
  engine = await openWorkspace(home.path);
  expect([rowsIn('sentence_set'), rowsIn('pair')]).toEqual([0, 0]);
  const { set } = await engine.sets.import({ projectId, name: 'large', path });
  expect(set.pairCount).toBe(40_000);
});

test('a file that is refused is refused as a job, with its problems, and nothing was ever stored of it', async () => {
  const path = join(home.path, 'bad.jsonl');
  writeFileSync(path, `{"original":"A.","counterfactual":"B."}\n${'{"original":\n'.repeat(1000)}`);
  const { jobs } = await follow(path, () => expect.unreachable('pairs were stored'));
  expect(jobs.at(-1)).toMatchObject({
    state: 'failed',
    error: {
      code: 'SET_INVALID',
      message: expect.stringContaining('bad.jsonl has at least 20 problems, where reading stopped') as string,
      details: { problemsCut: true, mapping: { original: 'original' } },
    },
  });
  expect(rowsIn('pair')).toBe(0);
  await expect(
    engine.sets.import({ projectId, name: 'none', path: join(home.path, 'none.csv') }),
  ).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
  if (process.platform !== 'win32')
    await expect(engine.sets.import({ projectId, name: 'device', path: '/dev/zero' })).rejects.toMatchObject({
      code: 'FILE_UNREADABLE',
      message: '/dev/zero cannot be read: it is a device, not a file',
    });
  await expect(engine.sets.import({ projectId, name: 'folder', path: home.path })).rejects.toMatchObject({
    code: 'FILE_UNREADABLE',
  });
  expect(() => engine.sets.startImport({ projectId: 99, name: 'x', file: { path } })).toThrow(
    'this project is not here',
  );
});

test('two imports under one name: the second is told at once', async () => {
  const path = fileOfPairs(1000);
  const { jobId } = engine.sets.startImport({ projectId, name: 'same', file: { path } });
  expect(() => engine.sets.startImport({ projectId, name: 'same', file: { path } })).toThrow('“same”');
  await engine.jobs.ended(jobId);
  expect(listed()).toEqual(['same: 1000']);
});

test('a file is sent in pieces, each in its turn, and is gone when it is imported', async () => {
  const content = new Blob(['original,counterfactual\nA.,B.\n']);
  const uploads = `${engine.store.path}-uploads`;
  const { uploadId } = engine.sets.beginUpload({ fileName: 'sent.csv', bytes: content.size });
  const piece = (offset: number, from: Blob) => engine.sets.appendUpload({ uploadId, offset, content: from });
  await expect(piece(5, content.slice(5))).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  expect(await piece(0, content.slice(0, 10))).toEqual({ received: 10 });
  await expect(piece(0, content.slice(0, 10))).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  await expect(piece(10, content)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  const request = { projectId, name: 'sent', file: { uploadId } };
  expect(() => engine.sets.startImport(request)).toThrow('of sent.csv 10 of 30 bytes have come');
  await piece(10, content.slice(10));
  const { jobId, setId } = engine.sets.startImport(request);
  await engine.jobs.ended(jobId);
  expect(await engine.sets.get({ id: setId })).toMatchObject({ pairCount: 1, source: 'file:sent.csv' });
  expect(existsSync(uploads)).toBe(false);
  expect(() => engine.sets.startImport({ ...request, name: 'again' })).toThrow('not being sent any more');

  expect(() => engine.sets.beginUpload({ fileName: 'huge.csv', bytes: 2 ** 31 })).toThrow(
    'huge.csv has 2048 MiB; 1024 MiB are the most',
  );
  // Whoever begins and goes away does not fill the disk.
  const begun = Array.from(
    { length: 6 },
    () => engine.sets.beginUpload({ fileName: 'a.csv', bytes: 1 }).uploadId,
  );
  await expect(
    engine.sets.appendUpload({ uploadId: begun[0] ?? '', offset: 0, content: new Blob(['x']) }),
  ).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await engine.close();
  expect(existsSync(uploads)).toBe(false);
  engine = await openWorkspace(home.path);
});

test('pairs of a large set are searched and shown in pages, also after one has changed', async () => {
  const { set } = await engine.sets.import({ projectId, name: 'large', path: fileOfPairs(3000) });
  const page = (search: string, offset: number, limit: number) =>
    engine.sets.pairs({ setId: set.id, search, offset, limit });
  const texts = (found: Awaited<ReturnType<typeof page>>) => found.pairs.map(({ original }) => original);
  expect(texts(await page('', 2998, 5))).toEqual(['Row 2998 is here.', 'Row 2999 is here.']);
  const ends = await page('ROW 299', 1, 3);
  expect([ends.total, ...texts(ends)]).toEqual([
    11,
    'Row 2990 is here.',
    'Row 2991 is here.',
    'Row 2992 is here.',
  ]);
  const [first] = (await page('', 0, 1)).pairs;
  engine.sets.removePairs({ ids: [first?.id ?? 0] });
  expect((await page('', 0, 1)).total).toBe(2999);
  expect(texts(await page('', 0, 1))).toEqual(['Row 1 is here.']);
  expect((await page('row 0 ', 0, 1)).total).toBe(0);
  expect(engine.sets.list({ projectId })).toMatchObject([
    { pairCount: 2999, labels: [{ pairs: 999 }, {}, {}] },
  ]);
});

test('of thousands of labels the first are told, and all are counted', async () => {
  const path = join(home.path, 'labels.jsonl');
  const rows = Array.from({ length: 3000 }, (_, row) =>
    JSON.stringify({ original: `${row}`, counterfactual: '-', label: `l${row}` }),
  );
  writeFileSync(path, rows.join('\n'));
  const { set } = await engine.sets.import({ projectId, name: 'labels', path });
  expect([set.labelCount, set.labels.length]).toEqual([3000, 200]);
  engine.sets.addPair({ setId: set.id, original: 'A', counterfactual: 'B', label: null });
  const [counted] = engine.sets.list({ projectId });
  expect([counted?.labelCount, counted?.labels.length, counted?.labels.at(-1)]).toEqual([
    3000,
    201,
    { label: null, pairs: 1 },
  ]);
});

test('a file that is being imported stays until it is, however many others are sent; one that cannot be begun goes', async () => {
  const uploads = `${engine.store.path}-uploads`;
  const send = async (text: string) => {
    const { uploadId } = engine.sets.beginUpload({ fileName: 'sent.csv', bytes: text.length });
    await engine.sets.appendUpload({ uploadId, offset: 0, content: new Blob([text]) });
    return uploadId;
  };
  const uploadId = await send('original,counterfactual\nIt is.,It is not.\n');
  const { jobId } = engine.sets.startImport({ projectId, name: 'sent', file: { uploadId } });
  for (let other = 0; other < 5; other++) engine.sets.beginUpload({ fileName: 'other.csv', bytes: 10 });
  const again = await send('original,counterfactual\nIt was.,It was not.\n');
  expect(() => engine.sets.startImport({ projectId, name: 'sent', file: { uploadId: again } })).toThrow(
    '“sent”',
  );
  expect(existsSync(join(uploads, again))).toBe(false);
  await engine.jobs.ended(jobId);
  expect(listed()).toEqual(['sent: 1']);
  expect(existsSync(join(uploads, uploadId))).toBe(false);
});

test('what is said of the columns of a file is taken for the next one with the same columns', async () => {
  const path = join(home.path, 'first.csv');
  const next = join(home.path, 'next.csv');
  writeFileSync(path, 'Satz;Kehrsatz, verneint;Quelle;Seite\nEs regnet, oft.;Es regnet, nie.;Zeitung;7\n');
  writeFileSync(next, 'Satz;Kehrsatz, verneint;Quelle;Seite\nEr kam.;Er kam nie.;Buch;8\n');
  const look = (file: string) => engine.sets.previewImport({ fileName: 'a.csv', file: { path: file } });
  const { found, ...first } = await look(path);
  expect(first).toMatchObject({ delimiter: ';', mapping: null, remembered: null });
  if (found === null) throw new Error('nothing was said of the file');
  const columns = {
    original: 'Satz',
    counterfactual: 'Kehrsatz, verneint',
    label: 'Quelle',
    extras: ['Seite'],
  };
  const { setId } = engine.sets.startImport({
    projectId,
    name: 'first',
    columns,
    found,
    file: { path },
  });
  const preview = await look(next);
  expect(preview).toMatchObject({ remembered: columns, mapping: { label: 'Quelle', extras: ['Seite'] } });
  expect(preview.sample).toMatchObject([
    { counterfactual: 'Er kam nie.', label: 'Buch', extras: { Seite: '8' } },
  ]);
  await expect.poll(listed).toEqual(['first: 1']);
  expect(engine.sets.list({ projectId })).toMatchObject([
    { id: setId, extras: [{ name: 'Seite', pairs: 1 }] },
  ]);
  expect(await engine.sets.pairs({ setId, search: '', offset: 0, limit: 1 })).toMatchObject({
    pairs: [{ label: 'Zeitung', extras: { Seite: '7' } }],
  });
});
