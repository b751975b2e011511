/** What can be asked of text sets: imports as jobs, what is typed, bundled sets, FILE|SET, files that are written. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Engine } from '../../src/main/engine/engine.ts';
import { type TextContent, textSetHash } from '../../src/main/engine/store/text-content.ts';
import { hashTextSet } from '../../src/main/engine/store/text-sets.ts';
import type { TextFileChoice, TextView } from '../../src/shared/texts.ts';
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

function file(name: string, content: string): string {
  const path = join(home.path, name);
  writeFileSync(path, content);
  return path;
}
const importFile = (path: string, how: TextFileChoice = {}) =>
  engine.texts.import({ projectId, name: 'texts', path, ...how });
const content = (text: string, label: string | null = null): TextContent => ({ label, text, ids: null });
const shown = async (setId: number, search = '') => {
  const { total, texts } = await engine.texts.texts({ setId, search, offset: 0, limit: 100 });
  return { total, texts: texts.map(({ text, ids }) => text ?? ids) };
};
async function ended(jobId: string) {
  for await (const job of engine.jobs.listen())
    if (job.jobId === jobId && job.state !== 'running' && job.state !== 'waiting') return job;
  throw new Error('the feed ended');
}

test('a file of lines is a set of its texts, with what was left out and the hash of its content', async () => {
  const { set } = await importFile(file('a.txt', 'One.\n\nTwo.\nOne.\n'));
  expect(set).toMatchObject({
    name: 'texts',
    source: 'file:a.txt',
    textCount: 2,
    idCount: 0,
    labelCount: 0,
    imported: { blanks: { count: 1, first: [2] }, duplicates: { count: 1, first: [4] }, windows: null },
  });
  const hash = textSetHash([content('One.'), content('Two.')]);
  expect((await engine.texts.get({ id: set.id })).contentHash).toBe(hash);
  expect(hashTextSet(engine.store.database, set.id)).toBe(hash);
  expect(await shown(set.id)).toEqual({ total: 2, texts: ['One.', 'Two.'] });
});

test('columns and windows are as a person says', async () => {
  const table = await importFile(file('b.csv', 'verse,book\nA b.,x\nC d.,x\n'), {
    columns: { text: 'verse', label: 'book' },
  });
  expect(table.set.labels).toEqual([{ label: 'x', texts: 2 }]);
  engine.texts.remove({ id: table.set.id });
  const windows = { unit: 'words', size: 2, most: 1 } as const;
  const { set } = await importFile(file('c.txt', 'A b. C d.'), { windows });
  expect(set.imported).toMatchObject({ windows, moreWindows: true });
  expect(await shown(set.id)).toEqual({ total: 1, texts: ['A b.'] });
});

test('texts are sorted by a heading, found ones too, and what has no label comes last', async () => {
  const { set } = await importFile(
    file('s.csv', 'text,label\nB cat.,part 10\nA cat.,part 2\nC cat.,\nD dog.,part 1\n'),
    { columns: { text: 'text', label: 'label' } },
  );
  const texts = async (view: Partial<TextView>) => {
    const page = { setId: set.id, offset: 0, limit: 100 };
    return (await engine.texts.texts({ ...page, ...view })).texts.map(({ text }) => text?.charAt(0)).join('');
  };
  expect(await texts({ sort: 'text' })).toBe('ABCD');
  expect(await texts({ sort: 'text', descending: true })).toBe('DCBA');
  expect(await texts({ sort: 'label' })).toBe('DABC');
  expect(await texts({ sort: 'label', descending: true })).toBe('BADC');
  expect(await texts({ sort: 'position', descending: true })).toBe('DCAB');
  expect(await texts({ sort: 'label', search: 'CAT' })).toBe('ABC');
  const second = await engine.texts.texts({ setId: set.id, sort: 'text', offset: 1, limit: 2 });
  expect(second).toMatchObject({ total: 4, texts: [{ text: 'B cat.' }, { text: 'C cat.' }] });
  // What is kept of an order is of the set as it is.
  engine.texts.addText({ setId: set.id, text: 'A bird.', label: 'part 1' });
  expect(await texts({ sort: 'text' })).toBe('AABCD');
});

test('a set is seen when its last text is in; what is refused or cancelled leaves its name free', async () => {
  const path = file('large.txt', Array.from({ length: 20_000 }, (_, row) => `Row ${row}.\n`).join(''));
  const news = engine.jobs.listen();
  const started = engine.texts.startImport({ projectId, name: 'large', file: { path } });
  for await (const job of news) {
    if (job.jobId !== started.jobId || job.activity !== 'Storing') continue;
    expect(job.subject).toEqual({ projectId, textSetId: started.setId });
    expect(engine.texts.list({ projectId })).toEqual([]);
    await engine.jobs.cancel(started.jobId);
    break;
  }
  expect(engine.texts.list({ projectId })).toEqual([]);
  const again = engine.texts.startImport({ projectId, name: 'large', file: { path } });
  expect((await ended(again.jobId)).state).toBe('done');
  expect(engine.texts.list({ projectId })).toMatchObject([{ name: 'large', textCount: 20_000 }]);
  expect(await shown(again.setId, 'ROW 1999')).toMatchObject({ total: 11 });

  const empty = engine.texts.startImport({ projectId, name: 'none', file: { path: file('d.txt', '\n') } });
  expect(await ended(empty.jobId)).toMatchObject({ state: 'failed', error: { code: 'SET_EMPTY' } });
  await expect(importFile(file('e.jsonl', '{"text":1}\n'))).rejects.toMatchObject({
    code: 'SET_INVALID',
    message: 'e.jsonl, line 1, column 9: "text" is a number, not text',
    details: { problems: [{ line: 1 }] },
  });
  expect(engine.texts.list({ projectId })).toHaveLength(1);
});

test('what an engine left behind in the midst of an import is gone when the next one opens', async () => {
  const { database } = engine.store;
  const before = database.prepare('SELECT count(*) FROM text').pluck().get();
  const { set } = await importFile(file('a.txt', 'One.\nTwo.\n'));
  await engine.close();
  const { default: Sqlite } = await import('better-sqlite3');
  const store = new Sqlite(engine.store.path);
  store.prepare('UPDATE text_set SET ready = 0 WHERE id = ?').run(set.id);
  store.close();
  engine = await openWorkspace(home.path);
  expect(engine.texts.list({ projectId })).toEqual([]);
  expect(engine.store.database.prepare('SELECT count(*) FROM text').pluck().get()).toBe(before);
});

test('what is pasted, and what a page sends', async () => {
  const pasted = engine.texts.startImport({ projectId, name: 'p', file: { pasted: 'שלום לך.\n\nHi.' } });
  expect((await ended(pasted.jobId)).state).toBe('done');
  expect(await engine.texts.get({ id: pasted.setId })).toMatchObject({ source: 'pasted', textCount: 2 });
  const sent = new Blob(['text\nA.\n']);
  const { uploadId } = engine.sets.beginUpload({ fileName: 's.csv', bytes: sent.size });
  await engine.sets.appendUpload({ uploadId, offset: 0, content: sent });
  const upload = engine.texts.startImport({ projectId, name: 's', file: { uploadId } });
  expect((await ended(upload.jobId)).state).toBe('done');
  expect(await engine.texts.get({ id: upload.setId })).toMatchObject({ source: 'file:s.csv', textCount: 1 });
});

test('a preview shows the first texts and stores nothing', async () => {
  const beginning = new Blob(['One.\nTwo']);
  const preview = await engine.texts.previewImport({ fileName: 'a.txt', file: { beginning, bytes: 100 } });
  expect(preview).toMatchObject({ isWhole: false, textCount: 1, sample: [{ label: null, text: 'One.' }] });
  expect(engine.texts.list({ projectId })).toEqual([]);
});

test('texts are added, edited in their place, removed and restored, and the counts follow', async () => {
  const { id: setId } = engine.texts.create({ projectId, name: 'mine', description: '' });
  const first = engine.texts.addText({ setId, text: ' One. ', label: ' x ' });
  const second = engine.texts.addText({ setId, text: 'Two.', label: '' });
  expect([first, second]).toMatchObject([
    { position: 0, text: 'One.', label: 'x' },
    { position: 1, text: 'Two.', label: null },
  ]);
  const edited = engine.texts.editText({ id: first.id, text: 'Eins.', label: null });
  expect(await shown(setId)).toEqual({ total: 2, texts: ['Eins.', 'Two.'] });
  engine.texts.removeTexts({ ids: [edited.id] });
  expect(await engine.texts.listCounted({ projectId })).toMatchObject([{ textCount: 1 }]);
  engine.texts.restoreTexts({ ids: [edited.id] });
  expect(await shown(setId)).toEqual({ total: 2, texts: ['Eins.', 'Two.'] });
  // An edit is taken back, and done again.
  engine.texts.restoreTexts({ ids: [first.id], inPlaceOf: [edited.id] });
  expect(await shown(setId)).toEqual({ total: 2, texts: ['One.', 'Two.'] });
  engine.texts.restoreTexts({ ids: [edited.id], inPlaceOf: [first.id] });
  expect(await shown(setId)).toEqual({ total: 2, texts: ['Eins.', 'Two.'] });
  for (const text of ['', ' \n', 'a\0b'])
    expect(() => engine.texts.addText({ setId, text, label: null })).toThrow(
      expect.objectContaining({ code: 'SET_INVALID' }),
    );
  expect(await engine.texts.update({ id: setId, name: 'ours', description: 'd' })).toMatchObject({
    name: 'ours',
  });
  engine.texts.remove({ id: setId });
  expect(engine.texts.list({ projectId })).toEqual([]);
  expect(await engine.texts.restore({ id: setId })).toMatchObject({ name: 'ours', textCount: 2 });
});

test('a bundled set is copied once, and anew when the copy was edited', async () => {
  const first = await engine.texts.addBundled({ projectId, name: 'everyday-english' });
  expect(first).toMatchObject({ name: 'everyday-english', source: 'bundled:everyday-english' });
  expect(await engine.texts.addBundled({ projectId, name: 'everyday-english' })).toEqual(first);
  engine.texts.addText({ setId: first.id, text: 'More.', label: null });
  expect(await engine.texts.addBundled({ projectId, name: 'everyday-english' })).toMatchObject({
    name: 'everyday-english 2',
  });
  await expect(engine.texts.addBundled({ projectId, name: 'x' })).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
});

test('FILE|SET: a file, a set of the project or a bundled one, and nothing is stored twice', async () => {
  const path = file('mine.txt', 'One.\n');
  const resolve = (nameOrPath: string, how: TextFileChoice = {}) =>
    engine.texts.resolve({ projectId, nameOrPath, ...how });
  const first = await resolve(path);
  expect(first.name).toBe('mine');
  expect(await resolve(path)).toEqual(first);
  expect(await resolve('mine')).toEqual(first);
  writeFileSync(path, 'Another.\n');
  expect((await resolve(path)).name).toBe('mine 2');
  expect((await resolve('everyday-hebrew')).source).toBe('bundled:everyday-hebrew');
  await expect(resolve('nothing')).rejects.toMatchObject({
    code: 'FILE_NOT_FOUND',
    message:
      'nothing is neither a file nor a text set; the sets are mine, mine 2, everyday-hebrew, everyday-english',
  });
});

test('a set that is written and imported again is the same set', async () => {
  const { set } = await importFile(
    file('a.jsonl', '{"text":"A, \\"b\\".","label":"x"}\n{"text":"C\\nd."}\n{"ids":[1,2]}\n'),
  );
  expect(set.idCount).toBe(1);
  const written = [...engine.texts.exported({ id: set.id, format: 'jsonl' })].join('');
  const again = await engine.texts.import({ projectId, name: 'again', path: file('b.jsonl', written) });
  expect(hashTextSet(engine.store.database, again.set.id)).toBe(hashTextSet(engine.store.database, set.id));
  expect(() => [...engine.texts.exported({ id: set.id, format: 'csv' })]).toThrow(
    'the set has texts of token ids: write it as .jsonl',
  );
  expect(() => [...engine.texts.exported({ id: set.id, format: 'txt' })]).toThrow(
    'the set has texts of several lines: write it as .csv or .jsonl',
  );
});
