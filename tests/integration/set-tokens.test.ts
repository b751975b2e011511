/** How many tokens the pairs of a set have under a model, and what there is to look at in them. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TokenizerPlace } from '../../src/main/engine/models/library.ts';
import { SetTokens } from '../../src/main/engine/pairs/set-tokens.ts';
import { tokenCounts } from '../../src/shared/set-pairs.ts';
import { addSet, GOLDEN_BERT, MINILM, openWorkspace, pairsOf, type Workspace } from './workspaces.ts';

let workspace: Workspace;
let setId: number;
let ids: number[];

beforeAll(async () => {
  workspace = await openWorkspace();
  setId = await addSet(workspace.engine, 'tokens', [
    // [CLS] it rains . [SEP], and one more.
    { original: 'It rains.', counterfactual: 'It never rains.', neutral: 'It often rains.' },
    // "unwatchable" is three pieces (see pair-tokens.test.ts).
    { original: 'It ends.', counterfactual: 'It never ends.', neutral: 'It unwatchable ends.' },
    // WordPiece has no piece of Cherokee letters: one unknown token.
    { original: 'It rains.', counterfactual: 'It ᏣᎳᎩ rains.' },
  ]);
  ids = pairsOf(workspace.engine, setId).map(({ id }) => id);
});
afterAll(() => workspace.dispose());

const counts = (of: readonly number[], model = MINILM) =>
  workspace.engine.setTokens.ofPairs(setId, model, of);

test('tokens of each statement, in the order that is asked', async () => {
  const found = await counts(ids);
  expect(found.map((one) => tokenCounts.parse(one))).toEqual([
    { original: 5, counterfactual: 6, neutral: 6, unknown: 0, isCompared: true },
    { original: 5, counterfactual: 6, neutral: 8, unknown: 0, isCompared: false },
    { original: 5, counterfactual: 6, neutral: null, unknown: 1, isCompared: null },
  ]);
  expect(await counts([ids[2] ?? 0, 999_999])).toEqual([found[2], null]);
});

test('what tokens tell is there under a model alone, and filters and sorts', async () => {
  const { grid } = workspace.engine.sets;
  expect((await grid.pairOverview({ setId })).looks.map(({ look }) => look)).not.toContain('unknown_token');
  const { looks, flagged } = await grid.pairOverview({ setId, model: MINILM });
  const pairsBy = Object.fromEntries(looks.map(({ look, pairs }) => [look, pairs]));
  expect(pairsBy).toMatchObject({ unknown_token: 1, neutral_shape: 1, no_neutral: 1, twice: 0 });
  expect(flagged).toEqual([1, 2]);
  const idsOf = (view: object) => grid.pairIds({ setId, model: MINILM, ...view, from: 0, to: 9 });
  expect(await idsOf({ looks: ['neutral_shape'] })).toEqual([ids[1]]);
  expect(await idsOf({ looks: ['unknown_token'] })).toEqual([ids[2]]);
  // Without a model nobody has looked.
  expect(await idsOf({ looks: ['unknown_token'], model: '' })).toEqual([]);
  expect(await idsOf({ sort: 'tokens' })).toEqual(ids);
});

test('an edited pair is counted anew, the others are not', async () => {
  const [first = 0] = ids;
  const { id } = workspace.engine.sets.grid.editPair({
    id: first,
    original: 'It rains today.',
    counterfactual: 'It never rains today.',
    label: null,
  });
  expect(await counts([id])).toEqual([
    { original: 6, counterfactual: 7, neutral: 6, unknown: 0, isCompared: false },
  ]);
  const looked = await workspace.engine.sets.grid.pairIds({
    setId,
    model: MINILM,
    looks: ['neutral_shape'],
    from: 0,
    to: 9,
  });
  expect(looked).toEqual([id, ids[1]]);
});

test('a neutral of as many tokens whose change is of another shape is not compared', async () => {
  const { engine } = workspace;
  // "never" is put in; "ended" stands in the place of "rains", and "today" is put in.
  const shapes = await addSet(engine, 'shapes', [
    { original: 'It rains.', counterfactual: 'It never rains.', neutral: 'It ended today.' },
  ]);
  const asked = pairsOf(engine, shapes).map(({ id }) => id);
  expect(await engine.setTokens.ofPairs(shapes, MINILM, asked)).toEqual([
    { original: 5, counterfactual: 6, neutral: 6, unknown: 0, isCompared: false },
  ]);
});

test('of pairs that are gone nothing is kept, and of those that come back it is counted', async () => {
  const { engine } = workspace;
  const { setTokens } = engine;
  const removed = ids[2] ?? 0;
  const known = async () => {
    const { counts: of } = await setTokens.ofSet(setId, MINILM);
    return [...of.keys()].toSorted((a, b) => a - b);
  };
  const there = () =>
    pairsOf(engine, setId)
      .map(({ id }) => id)
      .toSorted((a, b) => a - b);
  expect(await known()).toEqual(there());
  engine.sets.removePairs({ ids: [removed] });
  expect(there()).not.toContain(removed);
  expect(await known()).toEqual(there());
  engine.sets.restorePairs({ ids: [removed] });
  expect(await known()).toEqual(there());
  expect(await counts([removed])).toEqual([
    { original: 5, counterfactual: 6, neutral: null, unknown: 1, isCompared: null },
  ]);
});

test('a set that is changed while it is counted: no pair is counted twice, and who waits is answered', async () => {
  const { engine } = workspace;
  const changing = await addSet(
    engine,
    'changing',
    Array.from({ length: 4 }, (_, at) => ({
      original: `It rains ${at}.`,
      counterfactual: 'It never rains.',
    })),
  );
  const [first = 0, , third = 0] = pairsOf(engine, changing).map(({ id }) => id);
  const place = { folder: '', tokenizerHash: '', dimensions: { vocabularySize: 9 } } as TokenizerPlace;
  const counted: number[] = [];
  const steps: (() => void)[] = [];
  const tokens = new SetTokens(
    engine.store.database,
    { tokenizerPlace: () => Promise.resolve(place) },
    {
      // A pair at a time, when it is let go.
      async *pairsTokenised({ ids: asked }) {
        for (const id of asked) {
          await new Promise<void>((go) => steps.push(go));
          counted.push(id);
          yield { ids: [id], counts: Int32Array.of(1, 1, -1, 0, 0) };
        }
      },
    },
  );
  const one = async () => {
    await expect.poll(() => steps.length).toBeGreaterThan(0);
    steps.shift()?.();
  };
  const waiting = tokens.ofSet(changing, 'any');
  await one();
  await expect.poll(() => counted.length).toBe(1);
  const { id: edited } = engine.sets.grid.editPair({
    id: first,
    original: 'It snows.',
    counterfactual: 'It never snows.',
    label: null,
  });
  engine.sets.removePairs({ ids: [third] });
  const asked = tokens.ofPairs(changing, 'any', [edited]);
  const others = pairsOf(engine, changing).length;
  // The one that is being counted by the former, then what is left.
  for (let step = 0; step < others; step++) await one();
  expect(await asked).toEqual([
    { original: 1, counterfactual: 1, neutral: null, unknown: 0, isCompared: null },
  ]);
  const { counts: all } = await waiting;
  expect([...all.keys()].toSorted()).toEqual(
    pairsOf(engine, changing)
      .map(({ id }) => id)
      .toSorted(),
  );
  expect(counted).toEqual([...new Set(counted)]);
});

test('what cannot be counted is refused by name', async () => {
  await expect(counts(ids, GOLDEN_BERT)).rejects.toMatchObject({ code: 'TOKENIZER_MISSING' });
  await expect(counts(ids, 'no-such-model')).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND' });
});
