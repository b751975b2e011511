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

test('what cannot be shown is refused by name', async () => {
  await expect(tokens(GOLDEN_BERT)).rejects.toMatchObject({ code: 'TOKENIZER_MISSING' });
  await expect(tokens(MINILM, 'neutral')).rejects.toThrow('pair 1 has no neutral');
  await expect(tokens('no-such-model')).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND' });
});
