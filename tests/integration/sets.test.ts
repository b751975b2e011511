import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTokenizer } from '../../src/main/engine/tokenizers/tokenizer.ts';
import { resourcesDir } from '../../src/main/engine/paths.ts';
import { bundledPairs, bundledSetEntries } from '../../src/main/engine/sets/bundled.ts';
import { sentenceSetHash, textPair } from '../../src/main/engine/sets/pair-content.ts';
import { SetService } from '../../src/main/engine/sets/service.ts';
import { openStore, type WritableStore } from '../../src/main/engine/store/database.ts';
import { getPair, pairsInOrder } from '../../src/main/engine/store/pairs.ts';
import { createProject } from '../../src/main/engine/store/projects.ts';
import { hashSentenceSet } from '../../src/main/engine/sets/hash-sentence-set.ts';

let folder: string;
let store: WritableStore;
let sets: SetService;
let projectId: number;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pairlens-sets-'));
  store = openStore(join(folder, 'workspace.sqlite'));
  sets = new SetService(store, { resources: resourcesDir() });
  projectId = store.write(() => createProject(store.database, { name: 'Negation', description: '' })).id;
});

afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true });
});

const PAIRS_CSV = 'original,counterfactual,label\nIt rains.,It never rains.,never\nHe left.,She left.,\n';

function writeFile(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

function importText(name: string, content: string | Uint8Array<ArrayBuffer>, fileName = 'pairs.csv') {
  return sets.import({ projectId, name, fileName, content: new Blob([content]) });
}

function texts(setId: number): string[] {
  return Array.from(
    pairsInOrder(store.database, setId),
    (pair) => `${pair.original ?? ''} > ${pair.counterfactual ?? ''}`,
  );
}

test('an imported file is a set of its pairs, in order, with the hash of their content', async () => {
  const { set, report } = await importText('rain', PAIRS_CSV);
  expect(set).toMatchObject({
    projectId,
    name: 'rain',
    source: 'file:pairs.csv',
    pairCount: 2,
    labels: [
      { label: 'never', pairs: 1 },
      { label: null, pairs: 1 },
    ],
  });
  expect(report).toMatchObject({ format: 'csv', pairCount: 2, problems: [] });
  expect(set.imported).toEqual({
    mapping: {
      original: 'original',
      counterfactual: 'counterfactual',
      label: 'label',
      neutral: null,
      cluster: null,
      answer: null,
      wrongAnswer: null,
      extras: [],
    },
    unused: [],
    duplicates: { count: 0, first: [] },
    blanks: { count: 0, first: [] },
    oneSided: { count: 0, first: [] },
    neutralsLeftOut: { original: { count: 0, first: [] }, counterfactual: { count: 0, first: [] } },
    extrasLeftOut: { count: 0, first: [] },
  });
  expect(texts(set.id)).toEqual(['It rains. > It never rains.', 'He left. > She left.']);
  expect(hashSentenceSet(store.database, set.id)).toBe(
    sentenceSetHash([
      textPair('never', 'It rains.', 'It never rains.'),
      textPair(null, 'He left.', 'She left.'),
    ]),
  );
});

test('token ids come back as they were', async () => {
  const content = '{"original_ids":[101,7592,102],"counterfactual_ids":[101,102]}';
  const { set } = await importText('ids', content, 'ids.jsonl');
  expect((await sets.pairs({ setId: set.id, search: '', offset: 0, limit: 10 })).pairs).toMatchObject([
    { original: null, counterfactual: null, originalIds: [101, 7592, 102], counterfactualIds: [101, 102] },
  ]);
});

test.each([
  ['wrong columns', 'a,b\n1,2\n', 'SET_INVALID', 'pairs.csv, line 1, column 1: no columns named original'],
  [
    'a one-sided pair',
    'original,counterfactual\nA.,\n,B.\n',
    'SET_INVALID',
    'pairs.csv has 2 problems\n  line 2, column 4: one-sided pair: "counterfactual" is empty\n  line 3, column 1: one-sided pair: "original" is empty',
  ],
  [
    'invalid UTF-8',
    Uint8Array.from([...Buffer.from('original,counterfactual\n'), 0xff]),
    'SET_INVALID',
    'line 2, column 1: invalid UTF-8',
  ],
  ['no table', Uint8Array.from([0x7f, 0x45, 0x4c, 0x46, 0]), 'SET_INVALID', 'not a table'],
  ['an empty set', 'original,counterfactual\n', 'SET_EMPTY', 'pairs.csv has no pairs'],
])('%s is refused whole, and says why', async (_what, content, code, message) => {
  await expect(importText('bad', content)).rejects.toMatchObject({
    code,
    message: expect.stringContaining(message) as string,
    details: { problems: expect.any(Array) as unknown[] },
  });
  expect(sets.list({ projectId })).toEqual([]);
});

test('of many problems, the first twenty are told with their places', async () => {
  const content = `original,counterfactual\n${'A.,\n'.repeat(25)}`;
  const error: unknown = await importText('bad', content).catch((reason: unknown) => reason);
  const lines = (error instanceof Error ? error.message : '').split('\n');
  expect(lines[0]).toBe('pairs.csv has at least 20 problems, where reading stopped');
  expect(lines[20]).toBe('  line 21, column 4: one-sided pair: "counterfactual" is empty');
  expect(lines).toHaveLength(21);
});

test('a preview stores nothing and shows what there is to map', async () => {
  const content = 'before,after\nA.,B.\n';
  const file = { beginning: new Blob([content]), bytes: content.length };
  const request = { fileName: 'x.csv', file };
  expect(await sets.previewImport(request)).toMatchObject({
    columns: ['before', 'after'],
    mapping: null,
    isWhole: true,
  });
  const columns = { original: 'before', counterfactual: 'after' };
  expect(await sets.previewImport({ ...request, columns })).toMatchObject({ pairCount: 1, problems: [] });
  // Of the beginning of a larger file the last row may be cut.
  const beginning = { beginning: new Blob(['original,counterfactual\nA.,B.\nC.,D']), bytes: 10_000_000 };
  expect(await sets.previewImport({ fileName: 'x.csv', file: beginning })).toMatchObject({
    isWhole: false,
    sample: [{ original: 'A.', counterfactual: 'B.' }],
    problems: [],
  });
  const path = writeFile('y.csv', PAIRS_CSV);
  expect(await sets.previewImport({ fileName: 'y.csv', file: { path } })).toMatchObject({ pairCount: 2 });
  const large = { beginning: new Blob([]), bytes: 2 ** 31 };
  await expect(sets.previewImport({ fileName: 'z.csv', file: large })).rejects.toMatchObject({
    code: 'SET_INVALID',
    message: 'z.csv has 2048 MiB; 1024 MiB are the most that is imported',
  });
  expect(sets.list({ projectId })).toEqual([]);
});

test('a name that is taken is a conflict', async () => {
  await importText('rain', PAIRS_CSV);
  await expect(importText('rain', PAIRS_CSV)).rejects.toMatchObject({ code: 'CONFLICT' });
  expect(() => sets.create({ projectId, name: 'rain', description: '' })).toThrow('rain');
});

test('pairs are added at the end, edited in their place, removed and restored', async () => {
  const { set } = await importText('rain', PAIRS_CSV);
  const setId = set.id;
  const added = sets.addPair({
    setId,
    original: ' It works. ',
    counterfactual: "It doesn't work.",
    label: ' nt ',
  });
  expect(added).toMatchObject({ position: 2, original: 'It works.', label: 'nt' });

  const [first] = (await sets.pairs({ setId, search: 'rains', offset: 0, limit: 10 })).pairs;
  if (first === undefined) throw new Error('the pair is gone');
  const edited = sets.editPair({
    id: first.id,
    original: 'It rains.',
    counterfactual: 'It does not rain.',
    label: '',
  });
  expect(edited).toMatchObject({ position: 0, label: null });
  expect(edited.id).not.toBe(first.id);
  // Results of earlier runs refer to the pair as it was.
  expect(getPair(store.database, first.id).counterfactual).toBe('It never rains.');

  sets.removePairs({ ids: [added.id] });
  expect(texts(setId)).toEqual(['It rains. > It does not rain.', 'He left. > She left.']);
  sets.restorePairs({ ids: [added.id] });
  expect(texts(setId)).toHaveLength(3);
  expect(() => sets.restorePairs({ ids: [first.id] })).toThrow('another pair has its place');
});

test.each([
  ['  ', 'B.', 'the original is empty'],
  ['A.', '\n', 'the counterfactual is empty'],
  ['A.', 'B\0', 'the counterfactual has a NUL character'],
  ['\ud800', 'B.', 'the original has half of a surrogate pair'],
])('a pair %j / %j is refused', async (original, counterfactual, message) => {
  const { set } = await importText('rain', PAIRS_CSV);
  expect(() => sets.addPair({ setId: set.id, original, counterfactual, label: null })).toThrow(message);
  expect((await sets.get({ id: set.id })).pairCount).toBe(2);
});

test('neutrals and clusters are stored, counted, found, edited and part of the hash', async () => {
  const content =
    'original,counterfactual,neutral,cluster\nIt rains.,It never rains.,It often rains.,weather\nHe left.,She left.,,weather\nA.,B.,,\n';
  const { set, report } = await importText('rain', content);
  expect(set).toMatchObject({ pairCount: 3, neutralCount: 1, clusterCount: 1 });
  expect(report).toMatchObject({ neutralCount: 1, neutralsLeftOut: { original: { count: 0 } } });
  const find = async (search: string) =>
    (await sets.pairs({ setId: set.id, search, offset: 0, limit: 10 })).pairs.map(({ position }) => position);
  expect([await find('OFTEN'), await find('weather')]).toEqual([[0], [0, 1]]);
  expect(hashSentenceSet(store.database, set.id)).toBe(
    sentenceSetHash([
      textPair(null, 'It rains.', 'It never rains.', { neutral: 'It often rains.', cluster: 'weather' }),
      textPair(null, 'He left.', 'She left.', { cluster: 'weather' }),
      textPair(null, 'A.', 'B.'),
    ]),
  );

  const [first] = (await sets.pairs({ setId: set.id, search: 'often', offset: 0, limit: 1 })).pairs;
  if (first === undefined) throw new Error('the pair is gone');
  const sides = { original: 'It rains.', counterfactual: 'It does not rain.', label: null };
  const kept = sets.editPair({ id: first.id, ...sides });
  expect(kept).toMatchObject({ neutral: 'It often rains.', cluster: 'weather' });
  const changed = sets.editPair({ id: kept.id, ...sides, neutral: ' It also rains. ', cluster: '' });
  expect(changed).toMatchObject({ neutral: 'It also rains.', cluster: null });
  expect(sets.editPair({ id: changed.id, ...sides, neutral: null })).toMatchObject({ neutral: null });
  expect(await sets.get({ id: set.id })).toMatchObject({ neutralCount: 0, clusterCount: 1 });
  expect(
    sets.addPair({ setId: set.id, ...sides, original: 'X.', neutral: 'Z.', cluster: 'c' }),
  ).toMatchObject({ neutral: 'Z.', cluster: 'c' });
  for (const [neutral, side] of [
    ['It rains.', 'original'],
    ['It does not rain. ', 'counterfactual'],
  ] as const)
    expect(() => sets.addPair({ setId: set.id, ...sides, neutral })).toThrow(`the neutral is the ${side}`);
});

test('answers are stored, counted, found, edited and part of the hash', async () => {
  const content = 'original,counterfactual,answer,wrong_answer\nTo Ann, to,To Bob, to,Ann,Bob\n'.replace(
    'To Ann, to,To Bob, to',
    '"To Ann, to","To Bob, to"',
  );
  const { set } = await importText('answers', content);
  expect(set).toMatchObject({ pairCount: 1, answerCount: 1 });
  const page = await sets.pairs({ setId: set.id, search: 'ANN', offset: 0, limit: 10 });
  const [pair] = page.pairs;
  if (pair === undefined) throw new Error('the pair is gone');
  expect(pair).toMatchObject({ answer: 'Ann', wrongAnswer: 'Bob' });
  expect(hashSentenceSet(store.database, set.id)).toBe(
    sentenceSetHash([textPair(null, 'To Ann, to', 'To Bob, to', { answer: 'Ann', wrongAnswer: 'Bob' })]),
  );
  const sides = { original: 'To Ann, to', counterfactual: 'To Eve, to', label: null };
  const kept = sets.editPair({ id: pair.id, ...sides });
  expect(kept).toMatchObject({ answer: 'Ann', wrongAnswer: 'Bob' });
  const changed = sets.editPair({ id: kept.id, ...sides, wrongAnswer: ' Eve ' });
  expect(changed).toMatchObject({ answer: 'Ann', wrongAnswer: 'Eve' });
  expect(() => sets.editPair({ id: changed.id, ...sides, answer: '' })).toThrow(
    'a wrong answer without the answer',
  );
  expect(() => sets.editPair({ id: changed.id, ...sides, answer: 'Eve' })).toThrow(
    'the wrong answer is the answer',
  );
  sets.editPair({ id: changed.id, ...sides, answer: null, wrongAnswer: null });
  expect(await sets.get({ id: set.id })).toMatchObject({ answerCount: 0 });
});

test('a set that is exported and imported again is the same set', async () => {
  const content = 'original,counterfactual,neutral,cluster,label\n"A, a.",B.,C.,c,x\nD.,E.,,,\n';
  const { set } = await importText('one', content);
  const file = [...sets.exported({ id: set.id, format: 'csv' })].join('');
  expect(file).toBe(content);
  const again = await importText('two', file);
  expect(hashSentenceSet(store.database, again.set.id)).toBe(hashSentenceSet(store.database, set.id));
});

test('a set has another content hash while it is edited', async () => {
  const { set } = await importText('rain', PAIRS_CSV);
  const { contentHash } = await sets.get({ id: set.id });
  const added = sets.addPair({ setId: set.id, original: 'A.', counterfactual: 'B.', label: null });
  expect((await sets.get({ id: set.id })).contentHash).not.toBe(contentHash);
  sets.removePairs({ ids: [added.id] });
  expect((await sets.get({ id: set.id })).contentHash).toBe(contentHash);
});

test('sets are renamed, removed and restored; what is not there is not found', async () => {
  const { set } = await importText('rain', PAIRS_CSV);
  expect(await sets.update({ id: set.id, name: 'weather', description: 'd' })).toMatchObject({
    name: 'weather',
    pairCount: 2,
  });
  sets.remove({ id: set.id });
  expect(sets.list({ projectId })).toEqual([]);
  await expect(sets.pairs({ setId: set.id, search: '', offset: 0, limit: 1 })).rejects.toThrow(
    'this sentence set is not here',
  );
  expect((await sets.restore({ id: set.id })).pairCount).toBe(2);
  await expect(sets.get({ id: 999 })).rejects.toThrow('this sentence set is not here');
});

test('a bundled set is copied once, and anew when the copy was edited', async () => {
  const first = await sets.addBundled({ projectId, name: 'negation' });
  expect(first).toMatchObject({ name: 'negation', source: 'bundled:negation', pairCount: 547 });
  const entry = bundledSetEntries(resourcesDir()).find(({ name }) => name === 'negation');
  expect(hashSentenceSet(store.database, first.id)).toBe(entry?.setHash);
  expect((await sets.addBundled({ projectId, name: 'negation' })).id).toBe(first.id);

  sets.addPair({ setId: first.id, original: 'A.', counterfactual: 'Not a.', label: null });
  const second = await sets.addBundled({ projectId, name: 'negation' });
  expect(second).toMatchObject({ name: 'negation 2', pairCount: 547 });
  expect((await sets.addBundled({ projectId, name: 'negation' })).id).toBe(second.id);
  await expect(sets.addBundled({ projectId, name: 'x' })).rejects.toThrow('no bundled sentence set x');
  expect(sets.bundled().map(({ name }) => name)).toEqual([
    'negation',
    'negation-control',
    'role-swap',
    'minimal-pairs',
    'negation-hebrew',
    'ioi',
  ]);
});

test('FILE|SET: a file, a set of the project or a bundled one, and nothing is stored twice', async () => {
  const path = writeFile('pairs.csv', PAIRS_CSV);
  const fromFile = await sets.resolve({ projectId, nameOrPath: path });
  expect(fromFile).toMatchObject({ name: 'pairs', source: 'file:pairs.csv', pairCount: 2 });
  expect((await sets.resolve({ projectId, nameOrPath: path })).id).toBe(fromFile.id);
  expect((await sets.resolve({ projectId, nameOrPath: 'pairs' })).id).toBe(fromFile.id);

  writeFile('pairs.csv', `${PAIRS_CSV}One.,None.,\n`);
  expect(await sets.resolve({ projectId, nameOrPath: path })).toMatchObject({
    name: 'pairs 2',
    pairCount: 3,
  });

  const bundled = await sets.resolve({ projectId, nameOrPath: 'role-swap' });
  expect(bundled).toMatchObject({ name: 'role-swap', source: 'bundled:role-swap', pairCount: 122 });
  expect((await sets.resolve({ projectId, nameOrPath: 'role-swap' })).id).toBe(bundled.id);
  expect(sets.list({ projectId })).toHaveLength(3);
});

test.each([
  ['no such file', () => join(folder, 'none.csv'), 'FILE_NOT_FOUND', 'neither a file nor a sentence set'],
  [
    'no such set',
    () => 'negations',
    'FILE_NOT_FOUND',
    'the sets are negation, negation-control, role-swap, minimal-pairs',
  ],
  ['a folder', () => folder, 'FILE_UNREADABLE', 'it is a folder'],
  ['an empty file', () => writeFile('e.jsonl', ''), 'SET_EMPTY', 'e.jsonl has no pairs'],
  ['not a table', () => writeFile('b.csv', Uint8Array.from([0, 1, 2])), 'SET_INVALID', 'not a table'],
])('FILE|SET: %s', async (_what, nameOrPath, code, message) => {
  await expect(sets.resolve({ projectId, nameOrPath: nameOrPath() })).rejects.toMatchObject({
    code,
    message: expect.stringContaining(message) as string,
  });
  expect(sets.list({ projectId })).toEqual([]);
});

test('10,000 rows are read and stored, in order', async () => {
  const rows = Array.from({ length: 10_000 }, (_, row) => `Row ${row} is here.,"Row ${row}, is not.",x`);
  const { set } = await importText('large', ['original,counterfactual,label', ...rows].join('\n'));
  expect(set.pairCount).toBe(10_000);
  const { total, pairs } = await sets.pairs({ setId: set.id, search: '', offset: 9_998, limit: 5 });
  expect(total).toBe(10_000);
  expect(pairs.map(({ position, counterfactual }) => [position, counterfactual])).toEqual([
    [9_998, 'Row 9998, is not.'],
    [9_999, 'Row 9999, is not.'],
  ]);
});

// What the README of the control says of lengths, by the tokenizer of the bundled model.
test.each([
  ['negation', { '0': 241, '1': 200, '2': 92, '3': 14 }],
  ['negation-control', { '-2': 1, '0': 124, '1': 104, '2': 25, '3': 12 }],
  ['role-swap', { '0': 122 }],
])('%s: by how many tokens the counterfactual is longer', async (name, expected) => {
  const tokenizer = await openTokenizer(join(resourcesDir(), 'models', 'all-MiniLM-L6-v2'), 30_522);
  if (tokenizer === null) throw new Error('the bundled model has lost its tokenizer');
  const counts: Record<string, number> = {};
  for (const { original, counterfactual } of bundledPairs(resourcesDir(), name)) {
    const longer = tokenizer.encode(counterfactual ?? '').length - tokenizer.encode(original ?? '').length;
    counts[longer] = (counts[longer] ?? 0) + 1;
  }
  expect(counts).toEqual(expected);
});

test('a project that is not there has no list of sets, not an empty one', () => {
  expect(() => sets.list({ projectId: projectId + 1 })).toThrow(
    expect.objectContaining({ code: 'NOT_FOUND' }),
  );
});
