/** The tokens of a pair under models, without a run. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pairTokens } from '../../src/shared/pair-tokens.ts';
import {
  addSet,
  GOLDEN_BERT,
  MINILM,
  openWorkspace,
  pairsOf,
  runPairs,
  type Workspace,
} from './workspaces.ts';

let workspace: Workspace;
let pairId: number;
let setId: number;

beforeAll(async () => {
  workspace = await openWorkspace();
  setId = await addSet(workspace.engine, 'few', [
    { original: 'The movie was good.', counterfactual: 'The movie was not unwatchable.' },
  ]);
  pairId = pairsOf(workspace.engine, setId)[0]?.id ?? 0;
});
afterAll(() => workspace.dispose());

const tokens = (model: string, compared: 'counterfactual' | 'neutral' = 'counterfactual') =>
  workspace.engine.tokensOfPairs.tokens({ pairId, model, compared });

test('each statement as the tokenizer splits it, and what corresponds', async () => {
  const found = await tokens(MINILM);
  expect(pairTokens.parse(found)).toEqual(found);
  expect(found.original.map(({ text }) => text)).toEqual([
    '[CLS]',
    'the',
    'movie',
    'was',
    'good',
    '.',
    '[SEP]',
  ]);
  // As the vocabulary numbers them: line of vocab.txt, from 0.
  expect(found.original.map(({ id }) => id)).toEqual([101, 1996, 3185, 2001, 2204, 1012, 102]);
  expect(found.compared.map(({ word }) => word)).toEqual([null, 0, 1, 2, 3, 4, 4, 4, 5, null]);
  expect(found.alignment.used).toBe('edit');
  expect(found.alignment.pairs.slice(0, 4)).toEqual([
    [0, 0],
    [1, 1],
    [2, 2],
    [3, 3],
  ]);
  expect(found.maxPositions).toBe(512);
});

test('another model splits it otherwise', async () => {
  const found = await tokens('char-en');
  expect(found.original.map(({ text }) => text).join('')).toContain('movie');
  expect(found.original.length).toBeGreaterThan('The movie was good.'.length - 1);
});

test('an alignment that a person corrected is the one that is shown', async () => {
  const run = await runPairs(workspace.engine, { setId, model: MINILM });
  await workspace.engine.pairs.correctAlignment({ runId: run.id, pairId, positions: [[0, 0]] });
  expect((await tokens(MINILM)).alignment).toEqual({ used: 'manual', pairs: [[0, 0]] });
});

const BY_HAND: [number, number][] = [
  [0, 0],
  [1, 1],
  [5, 8],
  [6, 9],
];

/** A set of its own with the pair of the others, so that no test finds what another has corrected. */
async function freshPair(name: string): Promise<{ setId: number; pairId: number }> {
  const fresh = await addSet(workspace.engine, name, [
    { original: 'The movie was good.', counterfactual: 'The movie was not unwatchable.' },
  ]);
  return { setId: fresh, pairId: pairsOf(workspace.engine, fresh)[0]?.id ?? 0 };
}

const align = (id: number, positions: [number, number][] | null) =>
  workspace.engine.tokensOfPairs.align({ pairId: id, model: MINILM, positions });
const shownOf = (id: number) =>
  workspace.engine.tokensOfPairs.tokens({ pairId: id, model: MINILM, compared: 'counterfactual' });
const alignmentIn = async (runId: number, id: number) =>
  (await workspace.engine.pairs.detail({ runId, pairId: id })).alignment;

test('a pair is aligned before any run: the next run uses it, one before keeps what it measured with', async () => {
  const fresh = await freshPair('before a run');
  const before = await runPairs(workspace.engine, { setId: fresh.setId, model: MINILM });
  const automatic = await alignmentIn(before.id, fresh.pairId);

  const aligned = await align(fresh.pairId, BY_HAND);
  expect(pairTokens.parse(aligned)).toEqual(aligned);
  expect(aligned).toMatchObject({ isInSet: true, alignment: { used: 'manual', pairs: BY_HAND }, automatic });
  expect(await shownOf(fresh.pairId)).toEqual(aligned);

  const run = await runPairs(workspace.engine, { setId: fresh.setId, model: MINILM });
  expect(await alignmentIn(run.id, fresh.pairId)).toEqual({ used: 'manual', pairs: BY_HAND });
  expect(await alignmentIn(before.id, fresh.pairId)).toEqual(automatic);

  // Taken back: of the runs that are there, none is changed.
  expect((await align(fresh.pairId, null)).alignment).toEqual(automatic);
  const last = await runPairs(workspace.engine, { setId: fresh.setId, model: MINILM });
  expect(await alignmentIn(last.id, fresh.pairId)).toEqual(automatic);
  expect(await alignmentIn(run.id, fresh.pairId)).toEqual({ used: 'manual', pairs: BY_HAND });
});

test('a correction in a run is taken back, and with it what was stored on the page of the set before', async () => {
  const { engine } = workspace;
  const fresh = await freshPair('corrected in a run');
  const run = await runPairs(engine, { setId: fresh.setId, model: MINILM });
  const automatic = await alignmentIn(run.id, fresh.pairId);
  await align(fresh.pairId, BY_HAND);
  const at = { runId: run.id, pairId: fresh.pairId };
  const corrected = await engine.pairs.correctAlignment({ ...at, positions: [[0, 0]] });
  expect(corrected).toMatchObject({ alignment: { used: 'manual', pairs: [[0, 0]] }, replaced: BY_HAND });
  expect((await shownOf(fresh.pairId)).alignment.pairs).toEqual([[0, 0]]);

  const stored = corrected.replaced;
  const restored = await engine.pairs.correctAlignment({ ...at, positions: null, stored });
  expect(restored).toMatchObject({ alignment: automatic, replaced: [[0, 0]] });
  expect((await shownOf(fresh.pairId)).alignment).toEqual({ used: 'manual', pairs: BY_HAND });

  const impossible = { ...at, positions: null, stored: [[0, 99]] as [number, number][] };
  await expect(engine.pairs.correctAlignment(impossible)).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  expect((await shownOf(fresh.pairId)).alignment).toEqual({ used: 'manual', pairs: BY_HAND });
});

test('what is aligned by hand decides whether a run compares the pair with its neutral, and is told before it', async () => {
  const { engine } = workspace;
  const fresh = await addSet(engine, 'with a neutral', [
    { original: 'It rains.', counterfactual: 'It never rains.', neutral: 'It often rains.' },
  ]);
  const id = pairsOf(engine, fresh)[0]?.id ?? 0;
  const projectId = engine.defaultProject().id;
  const isCompared = async () => {
    const asked = { projectId, setId: fresh, controlSetId: null, model: MINILM, alignment: 'auto' } as const;
    const checks = [];
    for await (const check of engine.runs.check(asked)) checks.push(check);
    const [counted] = await engine.setTokens.ofPairs(fresh, MINILM, [id]);
    return [counted?.isCompared, checks.at(-1)?.sizes?.auto.paired.pairs];
  };
  expect(await shownOf(id)).toMatchObject({ neutralShape: [1, 0, 0] });
  expect(await isCompared()).toEqual([true, 1]);
  // [CLS] it rains . [SEP] and [CLS] it never rains . [SEP]: "rains" tied to "never" replaces a token.
  await align(id, [[0, 0], [1, 1], [2, 2], [3, 4], [4, 5]]); // prettier-ignore
  expect(await isCompared()).toEqual([false, 0]);
  await align(id, null);
  expect(await isCompared()).toEqual([true, 1]);
});

test('the pairs of a set that are aligned by hand, by tokenizer', async () => {
  const fresh = await freshPair('listed');
  const list = (model: string) => workspace.engine.tokensOfPairs.aligned({ setId: fresh.setId, model });
  expect(await list(MINILM)).toEqual([]);
  await align(fresh.pairId, BY_HAND);
  expect(await list(MINILM)).toEqual([{ pairId: fresh.pairId, position: 0 }]);
  expect(await list('char-en')).toEqual([]);
  await expect(workspace.engine.tokensOfPairs.aligned({ setId: 999, model: MINILM })).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
  workspace.engine.sets.removePairs({ ids: [fresh.pairId] });
  expect(await list(MINILM)).toEqual([]);
});

test.each<[string, [number, number][]]>([
  ['that a statement has not', [[0, 99]]],
  ['that cross', [[1, 2], [2, 1]]], // prettier-ignore
  ['of one token twice', [[1, 1], [1, 2]]], // prettier-ignore
])('positions %s change nothing', async (_, positions) => {
  const before = await shownOf(pairId);
  await expect(align(pairId, positions)).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  expect(await shownOf(pairId)).toEqual(before);
});

test('a pair that was edited or removed is not aligned any more', async () => {
  const { engine } = workspace;
  const fresh = await freshPair('edited');
  await align(fresh.pairId, BY_HAND);
  const original = 'The film was good.';
  const counterfactual = 'The movie was not unwatchable.';
  const edited = engine.sets.editPair({ id: fresh.pairId, original, counterfactual, label: null });
  const changed = { code: 'CONFLICT', message: expect.stringMatching(/^pair 1 has been edited/) as string };
  await expect(align(fresh.pairId, BY_HAND)).rejects.toMatchObject(changed);
  expect((await shownOf(fresh.pairId)).isInSet).toBe(false);
  // Its tokens are others: how they correspond is not what was said of those before.
  expect((await shownOf(edited.id)).alignment.used).toBe('edit');
  engine.sets.removePairs({ ids: [edited.id] });
  await expect(align(edited.id, null)).rejects.toMatchObject({ code: 'CONFLICT' });
});

test('an alignment stays where a label is edited, and goes along into a copy', async () => {
  const { engine } = workspace;
  const fresh = await freshPair('labelled');
  await align(fresh.pairId, BY_HAND);
  const { original, counterfactual } = pairsOf(engine, fresh.setId)[0] ?? {};
  if (typeof original !== 'string' || typeof counterfactual !== 'string') throw new Error('texts are stored');
  const labelled = engine.sets.editPair({ id: fresh.pairId, original, counterfactual, label: 'negated' });
  expect(labelled.id).not.toBe(fresh.pairId);
  expect((await shownOf(labelled.id)).alignment).toEqual({ used: 'manual', pairs: BY_HAND });

  const projectId = engine.defaultProject().id;
  const { set } = await engine.sets.grid.copyPairs({ projectId, name: 'a copy', ids: [labelled.id] });
  const copied = pairsOf(engine, set.id)[0]?.id ?? 0;
  expect((await shownOf(copied)).alignment).toEqual({ used: 'manual', pairs: BY_HAND });
  // A pair of its own: what is done to the one is not done to the other.
  await align(copied, null);
  expect((await shownOf(labelled.id)).alignment.used).toBe('manual');
});

test('what cannot be shown is refused by name', async () => {
  await expect(tokens(GOLDEN_BERT)).rejects.toMatchObject({ code: 'TOKENIZER_MISSING' });
  await expect(tokens(MINILM, 'neutral')).rejects.toThrow('pair 1 has no neutral');
  await expect(tokens('no-such-model')).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND' });
});
