/** The pairs of a set as a grid shows and changes them: views, changes that can be taken back, versions. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Engine } from '../../src/main/engine/engine.ts';
import { Turn } from '../../src/main/engine/threads/turns.ts';
import type { SetChangeRequest } from '../../src/shared/set-pairs.ts';
import { openWorkspace, temporaryFolder } from './workspace.ts';

let home: ReturnType<typeof temporaryFolder>;
let engine: Engine;
let projectId: number;
let setId: number;

beforeEach(async () => {
  home = temporaryFolder();
  engine = await openWorkspace(home.path);
  projectId = engine.defaultProject().id;
  setId = engine.sets.create({ projectId, name: 'rain', description: '' }).id;
});
afterEach(async () => {
  vi.restoreAllMocks();
  await engine.close();
  home.remove();
});

const TEXTS = [
  { original: 'It rains.', counterfactual: 'It never rains.', label: 'never', neutral: 'It often rains.' },
  { original: 'He ran.', counterfactual: 'He did not run.', label: 'not' },
  { original: 'He left.', counterfactual: 'He never left.', label: 'never', cluster: 'c' },
  { original: 'It rains.', counterfactual: 'It never rains.', label: null },
  { original: 'It snows.', counterfactual: 'it snows', label: 'b' },
];

const add = (pairs = TEXTS, duplicates: 'refuse' | 'leave out' | 'add' = 'add') =>
  engine.sets.grid.change({ do: 'add', setId, pairs, duplicates });
const listed = async (view: object = {}) => {
  const { pairs } = await engine.sets.pairs({ setId, offset: 0, limit: 100, ...view });
  return pairs;
};
const places = async (view: object = {}) => (await listed(view)).map(({ position }) => position);
const counterfactuals = async () => (await listed()).map(({ counterfactual }) => counterfactual);
const idsOf = async (...at: number[]) => {
  const pairs = await listed();
  return at.map((place) => pairs[place]?.id ?? 0);
};
const hash = async () => (await engine.sets.get({ id: setId })).contentHash;

it('shows what is searched for, by labels and by what there is to look at, in any order', async () => {
  await add();
  expect(await places({ search: 'RAINS' })).toEqual([0, 3]);
  expect(await places({ search: '^he .*[.]$', regex: true })).toEqual([1, 2]);
  expect(await places({ labels: ['never', null] })).toEqual([0, 2, 3]);
  expect(await places({ labels: ['never'], search: 'left' })).toEqual([2]);
  expect(await places({ looks: ['twice'] })).toEqual([0, 3]);
  expect(await places({ looks: ['twice', 'alike'] })).toEqual([0, 3, 4]);
  expect(await places({ sort: 'original' })).toEqual([2, 1, 0, 3, 4]);
  expect(await places({ sort: 'label' })).toEqual([4, 0, 2, 1, 3]);
  expect(await places({ sort: 'label', descending: true })).toEqual([1, 0, 2, 4, 3]);
  // One key after the other, each its own way; what has nothing there comes last.
  const then = [{ by: 'counterfactual', descending: false }];
  expect(await places({ sort: 'label', then })).toEqual([4, 2, 0, 1, 3]);
  expect(await places({ sort: 'label', descending: true, then })).toEqual([1, 2, 0, 4, 3]);
  const back = [{ by: 'counterfactual', descending: true }];
  expect(await places({ sort: 'original', then: back })).toEqual([2, 1, 0, 3, 4]);
  const ofOriginal = [{ by: 'label', descending: false }, ...back];
  expect(await places({ sort: 'neutral', then: ofOriginal })).toEqual([0, 4, 2, 1, 3]);
  expect(await places({ sort: 'label', then: [{ by: 'position', descending: true }] })).toEqual([
    4, 2, 0, 1, 3,
  ]);
  await expect(listed({ sort: 'label', then: [{ by: 'loudness', descending: true }] })).rejects.toThrow();
  await expect(listed({ search: '(', regex: true })).rejects.toThrow('cannot be used');
  const [first = 0, twice = 0] = await idsOf(0, 3);
  expect(await engine.sets.grid.looksOfPair({ setId, id: first })).toEqual({
    looks: ['twice', 'no_cluster'],
    sameAs: 3,
  });
  expect(await engine.sets.grid.looksOfPair({ setId, id: twice })).toEqual({
    looks: ['twice', 'no_neutral', 'no_label', 'no_cluster'],
    sameAs: 0,
  });
  const { looks, flagged } = await engine.sets.grid.pairOverview({ setId, search: 'rains' });
  expect(looks).toContainEqual({ look: 'twice', pairs: 2 });
  expect(flagged).toEqual([0, 1]);
  expect((await engine.sets.grid.pairOverview({ setId })).within).toBeNull();
  // Each filter counts beside the others: labels of what is searched, whichever are chosen.
  const view = { setId, search: 'never', labels: ['never'] };
  const { within } = await engine.sets.grid.pairOverview(view);
  expect(within?.labels.toSorted((a, b) => b.pairs - a.pairs)).toEqual([
    { label: 'never', pairs: 2 },
    { label: null, pairs: 1 },
  ]);
  expect(within?.looks).toContainEqual({ look: 'twice', pairs: 1 });
  expect(within?.looks).toContainEqual({ look: 'alike', pairs: 0 });
  expect(await engine.sets.grid.pairIds({ setId, sort: 'original', from: 1, to: 2 })).toEqual(
    await idsOf(1, 0),
  );
});

it('a pair that is there already is refused, left out, or added all the same', async () => {
  await add(TEXTS.slice(0, 2));
  const before = await hash();
  const [rain] = TEXTS;
  if (rain === undefined) throw new Error('no pair');
  await expect(add([rain], 'refuse')).rejects.toThrow('pair 1 has the same two sides: it would count twice');
  const some = [
    { original: ' ', counterfactual: '', label: null },
    { ...rain, label: 'x' },
    { original: 'A.', counterfactual: 'B.', label: null },
    { original: 'A.', counterfactual: '', label: null },
    { original: 'A. ', counterfactual: 'B.', label: null },
  ];
  expect(await add(some, 'leave out')).toMatchObject({
    what: 'added 1 pair',
    added: 1,
    leftOut: {
      count: 4,
      first: [
        { row: 1, why: 'both sides are blank' },
        { row: 4, why: 'the counterfactual is empty' },
        { row: 2, why: 'pair 1 has the same two sides' },
        { row: 5, why: 'it is there twice in what is added' },
      ],
    },
  });
  expect(await add([rain], 'add')).toMatchObject({ added: 1 });
  expect(await counterfactuals()).toHaveLength(4);
  expect(await hash()).not.toBe(before);
});

it.each<[string, (ids: number[]) => SetChangeRequest, (string | null)[]]>([
  [
    'label “x” for 2 pairs',
    (ids) => ({ do: 'set', setId, ids, patch: { label: 'x' } }),
    ['It never rains.', 'He did not run.', 'He never left.', 'It never rains.', 'it snows'],
  ],
  [
    'edited the counterfactual of 1 pair',
    ([id = 0]) => ({ do: 'edit', setId, edits: [{ id, patch: { counterfactual: ' It rains not. ' } }] }),
    ['It rains not.', 'He did not run.', 'He never left.', 'It never rains.', 'it snows'],
  ],
  [
    'removed 2 pairs',
    (ids) => ({ do: 'remove', setId, ids }),
    ['He did not run.', 'It never rains.', 'it snows'],
  ],
  [
    'swapped the sides of 2 pairs',
    (ids) => ({ do: 'swap', setId, ids }),
    ['It rains.', 'He did not run.', 'He left.', 'It never rains.', 'it snows'],
  ],
  [
    'replaced “never (\\w+)” by “$1 not” in 2 pairs',
    (ids) => ({
      do: 'replace',
      setId,
      ids,
      replacement: {
        find: 'never (\\w+)',
        regex: true,
        matchCase: true,
        replaceWith: '$1 not',
        fields: ['original', 'counterfactual'],
      },
    }),
    ['It rains not.', 'He did not run.', 'He left not.', 'It never rains.', 'it snows'],
  ],
])('%s: is done in one go, undone and done again', async (what, request, after) => {
  await add();
  const [before, hashBefore] = [await listed(), await hash()];
  const result = await engine.sets.grid.change(request(await idsOf(0, 2)));
  expect(result).toMatchObject({ what, leftOut: { count: 0 } });
  expect(await counterfactuals()).toEqual(after);
  const [changed, hashAfter] = [await listed(), await hash()];
  const changeId = result.changeId ?? 0;
  await engine.sets.grid.undoChange({ changeId });
  expect(await listed()).toEqual(before);
  expect(await hash()).toBe(hashBefore);
  await expect(engine.sets.grid.undoChange({ changeId })).rejects.toThrow('is undone already');
  await engine.sets.grid.redoChange({ changeId });
  expect(await listed()).toEqual(changed);
  expect(await hash()).toBe(hashAfter);
});

it('changes are taken back from the last one on; what comes after an undo takes the place of what was undone', async () => {
  const first = await add();
  const [id = 0] = await idsOf(0);
  const label = (text: string) =>
    engine.sets.grid.change({ do: 'set', setId, ids: [id], patch: { label: text } });
  const second = await label('x');
  const undo = (changeId: number | null) => engine.sets.grid.undoChange({ changeId: changeId ?? 0 });
  await expect(undo(first.changeId)).rejects.toThrow('“label “x” for 1 pair” comes first');
  await undo(second.changeId);
  // A change that was undone is not next again when the one that came after it is undone.
  const between = await label('z');
  await undo(between.changeId);
  await engine.sets.grid.redoChange({ changeId: between.changeId ?? 0 });
  await undo(between.changeId);
  const third = await label('y');
  await expect(engine.sets.grid.redoChange({ changeId: second.changeId ?? 0 })).rejects.toThrow(
    'the set was changed since',
  );
  const now = await hash();
  const { version, changes } = await engine.sets.grid.history({ setId });
  expect(version).toBe(3);
  expect(changes).toMatchObject([
    {
      changeId: third.changeId,
      version: 3,
      what: 'label “y” for 1 pair',
      changed: 1,
      hash: now,
      isUndone: false,
    },
    { changeId: first.changeId, version: 2, what: 'added 5 pairs', added: 5, runs: [] },
  ]);
});

it('what cannot be done to some pairs is left out and told, to one alone refused', async () => {
  await add();
  const ids = await idsOf(0, 1);
  const patch = { neutral: 'He ran.' };
  expect(await engine.sets.grid.change({ do: 'set', setId, ids, patch })).toMatchObject({
    changed: 1,
    leftOut: {
      count: 1,
      first: [{ row: 2, why: expect.stringContaining('the neutral is the original') as string }],
    },
  });
  const [, second = 0] = ids;
  const alone = { do: 'set' as const, setId, ids: [second], patch };
  await expect(engine.sets.grid.change(alone)).rejects.toThrow('the neutral is the original');
});

it('another column becomes the label; pairs of a selection become a set, and a file', async () => {
  const extras = (name: string): [string, string][] => [
    ['genre', name],
    ['id', '7'],
  ];
  const pairs = TEXTS.slice(0, 3).map((pair, at) => ({ ...pair, extras: at < 2 ? extras(`g${at}`) : [] }));
  await add([...pairs, ...TEXTS.slice(3)]);
  const use = { do: 'use column', setId, column: 'genre', as: 'label' } as const;
  expect(await engine.sets.grid.change(use)).toMatchObject({
    what: 'column “genre” as the label of 2 pairs',
    changed: 2,
  });
  expect((await listed()).map(({ label, extras: kept }) => [label, kept])).toEqual([
    ['g0', { id: '7' }],
    ['g1', { id: '7' }],
    ['never', null],
    [null, null],
    ['b', null],
  ]);
  const ids = await idsOf(2, 0, 3, 1);
  const { set, duplicates } = await engine.sets.grid.copyPairs({ projectId, name: 'some', ids });
  expect(set).toMatchObject({ name: 'some', pairCount: 3, extras: [{ name: 'id', pairs: 2 }] });
  expect(duplicates).toBe(1);
  await expect(engine.sets.grid.copyPairs({ projectId, name: 'some', ids })).rejects.toThrow('already');
  const written = [...engine.sets.exported({ id: setId, format: 'csv', ids: ids.slice(0, 2) })].join('');
  expect(written.split('\n')[0]).toContain('label,id');
  expect(written.split('\n').slice(1)).toEqual([
    expect.stringContaining('He never left.'),
    expect.stringContaining('It never rains.'),
    '',
  ]);
});

it.each([
  ['cluster', 'cluster', ['c1', null]],
  ['neutral', 'neutral', ['It pours.', null]],
  ['answer', 'answer', ['wet', null]],
  ['wrongAnswer', 'wrong answer', ['dry', null]],
] as const)(
  'another column becomes the %s, and comes back to its place',
  async (as, words, [value, none]) => {
    const beside: [string, string][] = [['beside', value]];
    // No pair has a wrong answer alone.
    const answer = as === 'wrongAnswer' ? 'wet' : null;
    await add(
      TEXTS.slice(0, 2).map((pair, at) => ({
        ...pair,
        answer: at === 0 ? answer : null,
        extras: at === 0 ? beside : [],
      })),
    );
    const before = await listed();
    const { changeId, ...told } = await engine.sets.grid.change({
      do: 'use column',
      setId,
      column: 'beside',
      as,
    });
    expect(told).toMatchObject({ what: `column “beside” as the ${words} of 1 pair`, changed: 1 });
    expect((await listed()).map((pair) => [pair[as], pair.extras])).toEqual([
      [value, null],
      [none, null],
    ]);
    await engine.sets.grid.undoChange({ changeId: changeId ?? 0 });
    const contents = (some: typeof before) => some.map((pair) => [pair[as], pair.extras]);
    expect(contents(await listed())).toEqual(contents(before));
  },
);

it('a pair that is named twice is changed once, and one that is there is not brought back', async () => {
  await add();
  const [id = 0] = await idsOf(0);
  const patch = { label: 'x' };
  expect(await engine.sets.grid.change({ do: 'set', setId, ids: [id, id], patch })).toMatchObject({
    changed: 1,
  });
  const [now = 0, next = 0] = await idsOf(0, 1);
  engine.sets.removePairs({ ids: [now, now] });
  engine.sets.restorePairs({ ids: [now, now, next] });
  const { changes } = await engine.sets.grid.history({ setId });
  expect(changes.slice(0, 2)).toMatchObject([{ what: 'brought 1 pair back' }, { what: 'removed 1 pair' }]);
  expect(await counterfactuals()).toHaveLength(TEXTS.length);
});

/** What happens to a row before it is changed, as SQL; `cutOff` ends the transaction. */
const before = (id: number, what: string) =>
  engine.store.database.exec(
    `CREATE TEMP TRIGGER meanwhile BEFORE UPDATE ON pair WHEN OLD.id = ${id} BEGIN ${what}; END`,
  );
const numbered = (count: number) =>
  Array.from({ length: count }, (_, at) => ({
    original: `It rains ${at}.`,
    counterfactual: `It never rains ${at}.`,
    label: 'a',
  }));

it('a redo that is cut off is undone like any other change, and nothing is lost', async () => {
  await add(numbered(250));
  const [start, hashBefore] = [await listed({ limit: 500 }), await hash()];
  const ids = start.map(({ id }) => id);
  const change = await engine.sets.grid.change({ do: 'set', setId, ids, patch: { label: 'x' } });
  const changeId = change.changeId ?? 0;
  await engine.sets.grid.undoChange({ changeId });
  before(change.put[200] ?? 0, `SELECT RAISE(ABORT, 'cut off')`);
  await expect(engine.sets.grid.redoChange({ changeId })).rejects.toThrow('cut off');
  engine.store.database.exec('DROP TRIGGER temp.meanwhile');
  expect((await engine.sets.pairs({ setId, offset: 0, limit: 1, labels: ['x'] })).total).toBe(200);
  await add(TEXTS.slice(0, 1)).then((next) => engine.sets.grid.undoChange({ changeId: next.changeId ?? 0 }));
  await engine.sets.grid.undoChange({ changeId });
  expect(await listed({ limit: 500 })).toEqual(start);
  expect(await hash()).toBe(hashBefore);
});

it('while a change is taken back or done again, nothing else is done to the pairs of the set', async () => {
  const { changeId } = await add(numbered(250));
  const id = changeId ?? 0;
  const [first = 0] = await idsOf(0);
  const other = engine.sets.create({ projectId, name: 'other', description: '' }).id;
  const texts = { original: 'A.', counterfactual: 'Not a.', label: null };
  const { sets } = engine;
  vi.spyOn(Turn.prototype, 'isOver', 'get').mockReturnValue(true);
  const given = vi.spyOn(Turn.prototype, 'give');
  for (const move of [
    () => sets.grid.undoChange({ changeId: id }),
    () => sets.grid.redoChange({ changeId: id }),
  ]) {
    const [between, goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    given.mockImplementationOnce(() => {
      between.resolve();
      return goOn.promise;
    });
    const moved = move();
    await between.promise;
    for (const meanwhile of [
      () => sets.addPair({ setId, ...texts }),
      () => sets.editPair({ id: first, ...texts }),
      () => sets.removePairs({ ids: [first] }),
    ])
      expect(meanwhile).toThrow(/being taken back or done again: try again/);
    expect(() => sets.restorePairs({ ids: [first] })).toThrow(/try again/);
    sets.addPair({ setId: other, ...texts });
    goOn.resolve();
    await moved;
  }
  const { changes } = await sets.grid.history({ setId });
  expect(changes.map(({ what }) => what)).toEqual(['added 250 pairs']);
  sets.addPair({ setId, ...texts });
  expect(await listed({ limit: 500 })).toHaveLength(251);
});

it('of many edits those of pairs that are no more are left out, one alone is refused', async () => {
  await add(numbered(150));
  const ids = (await listed({ limit: 500 })).map(({ id }) => id);
  const [gone = 0, next = 0] = ids;
  engine.sets.removePairs({ ids: [gone] });
  const edit = (some: number[]) =>
    engine.sets.grid.change({
      do: 'edit',
      setId,
      edits: some.map((id) => ({ id, patch: { label: 'x' } })),
    });
  const why = 'it has been changed or removed since';
  // By its number in the set, whichever place it has among the edits.
  expect(await edit([next, gone])).toMatchObject({
    changed: 1,
    leftOut: { count: 1, first: [{ row: 1, why }] },
  });
  // In words: its number is one of the store, which nobody is shown.
  await expect(edit([gone])).rejects.toMatchObject({
    code: 'NOT_FOUND',
    message: 'this pair has been changed or removed since',
  });
  // One is removed between two batches.
  const rest = ids.slice(2);
  before(rest[0] ?? 0, `UPDATE pair SET removed_at = 'x' WHERE id = ${rest.at(-1) ?? 0}`);
  expect(await edit(rest)).toMatchObject({
    changed: 147,
    leftOut: { count: 1, first: [{ row: 150, why }] },
  });
});

it('what is added twice at once is compared with what the first has added', async () => {
  const [first, second] = await Promise.all([add(TEXTS.slice(0, 2)), add(TEXTS.slice(0, 2), 'leave out')]);
  expect([first.added, second.added, second.leftOut.count]).toEqual([2, 0, 2]);
  const both = await Promise.allSettled([add(TEXTS.slice(2, 3), 'refuse'), add(TEXTS.slice(2, 3), 'refuse')]);
  expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
});

it('a column of more pairs than are changed in one go is refused', async () => {
  engine.store.database.exec(
    `WITH RECURSIVE n(at) AS (SELECT 0 UNION ALL SELECT at + 1 FROM n WHERE at < 100000)
     INSERT INTO pair (set_id, position, original, counterfactual, extras, created_at)
     SELECT ${setId}, at, 'A.', 'B.', '{"genre":"x"}', 'now' FROM n`,
  );
  const use = { do: 'use column', setId, column: 'genre', as: 'label' } as const;
  await expect(engine.sets.grid.change(use)).rejects.toThrow(
    'more than 100,000 pairs have the column “genre”',
  );
});

it('a replacement that would fill the memory is refused, a long one is shown in part', async () => {
  const long = { original: 'a'.repeat(20_000), counterfactual: 'b', label: null };
  await add([long, { original: 'a', counterfactual: 'b', label: null }]);
  const ids = await idsOf(0, 1);
  const put = (find: string, replaceWith: string) => ({
    ids,
    replacement: { find, replaceWith, regex: true, matchCase: true, fields: ['original' as const] },
  });
  const { grid } = engine.sets;
  await expect(grid.previewReplacement(put('a', 'x'.repeat(100)))).rejects.toThrow('would grow too long');
  await expect(grid.previewReplacement(put('(a+)', '$1'.repeat(100)))).rejects.toThrow('would grow too long');
  const { sample } = await grid.previewReplacement(put('a$', 'x'));
  expect(sample.map(({ after }) => after.length)).toEqual([2000, 1]);
  const change = { do: 'replace' as const, setId, ...put('a', 'x'.repeat(100)) };
  expect(await grid.change(change)).toMatchObject({ changed: 1, leftOut: { count: 1, first: [{ row: 1 }] } });
});

it('compares two versions: what came, what went, what was edited, whatever happened in between', async () => {
  const compare = async (from: number, to: number, more: object = {}) =>
    engine.sets.grid.compareVersions({ setId, from, to, offset: 0, limit: 100, ...more });
  const lines = async (from: number, to: number) =>
    (await compare(from, to)).changes.map(({ kind, position, before, after }) => [
      kind,
      position,
      before?.counterfactual ?? null,
      after?.counterfactual ?? null,
    ]);
  // Versions: 2, five pairs; 3, an edit; 4, another of the same; 5, one goes; 6, one comes; 7, and is edited.
  await add();
  const edit = async (at: number, counterfactual: string) => {
    const [id = 0] = await idsOf(at);
    return engine.sets.grid.change({ do: 'edit', setId, edits: [{ id, patch: { counterfactual } }] });
  };
  await edit(1, 'He never ran.');
  await edit(1, 'He hardly ran.');
  await engine.sets.grid.change({ do: 'remove', setId, ids: await idsOf(0) });
  await add([{ original: 'A.', counterfactual: 'B.', label: null }]);
  await edit(4, 'C.');

  expect(await lines(2, 7)).toEqual([
    ['removed', 0, 'It never rains.', null],
    ['edited', 1, 'He did not run.', 'He hardly ran.'],
    ['added', 5, null, 'C.'],
  ]);
  expect((await compare(2, 7)).counts).toEqual({ added: 1, removed: 1, edited: 1 });
  expect(await lines(7, 2)).toEqual([
    ['added', 0, null, 'It never rains.'],
    ['edited', 1, 'He hardly ran.', 'He did not run.'],
    ['removed', 5, 'C.', null],
  ]);
  expect(await lines(4, 4)).toEqual([]);
  expect((await compare(1, 7)).counts).toEqual({ added: 5, removed: 0, edited: 0 });
  expect((await compare(1, 7, { offset: 1, limit: 2 })).changes.map(({ position }) => position)).toEqual([
    2, 3,
  ]);
  expect((await compare(2, 7, { kind: 'edited' })).changes).toHaveLength(1);

  // What is undone is no version of the set.
  const { changes } = await engine.sets.grid.history({ setId });
  await engine.sets.grid.undoChange({ changeId: changes[0]?.changeId ?? 0 });
  await expect(compare(2, 7)).rejects.toThrow('the set has no version 7; its last is 6');
  expect(await lines(5, 6)).toEqual([['added', 5, null, 'B.']]);
});
