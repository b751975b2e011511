import { expect, test } from 'vitest';
import { BESIDE, besideOfText, type Looked, textOfBeside, whatDiffers } from './beside.ts';

const tokens = (count: number) => Array.from({ length: count }, () => ({ text: 'a', word: 0 }));
const looked: Looked = {
  run: { id: 1, model: { name: 'MiniLM' }, set: { name: 'negation' } },
  detail: {
    pair: { id: 7, position: 2 },
    original: tokens(3),
    counterfactual: tokens(4),
    heads: [[{ value_cosine: 0.5 }, { value_cosine: null }]] as unknown as Looked['detail']['heads'],
  },
  layer: 0,
  head: 0,
  over: 'head',
};

test('what stands beside is in the address and comes back from it', () => {
  const place = { runId: 4, pairId: 17, layer: 5, head: 0 };
  expect(besideOfText(textOfBeside(place))).toEqual(place);
  expect(textOfBeside(place)).toMatch(BESIDE);
  expect('0.1.1.1').not.toMatch(BESIDE);
});

test('two heads: which, and the metric of both', () => {
  expect(whatDiffers(looked, { ...looked, head: 1 }, 'value_cosine')).toEqual([
    'Two heads: L0 H0 and L0 H1.',
    expect.stringMatching(/: 0\.500 and undefined\.$/),
  ]);
});

test('two models on one pair: which, and that they cut it differently', () => {
  const other: Looked = {
    ...looked,
    run: { ...looked.run, id: 2, model: { name: 'BERT' } },
    detail: { ...looked.detail, counterfactual: tokens(6) },
  };
  expect(whatDiffers(looked, other, 'value_cosine').slice(0, 2)).toEqual([
    'Two models: MiniLM (run 1) and BERT (run 2).',
    'The models cut the statements into different tokens: 3 and 4, and 3 and 6.',
  ]);
});

test('two pairs, and of another run the sets they are of', () => {
  const pair = { id: 8, position: 4 };
  const other: Looked = { ...looked, detail: { ...looked.detail, pair } };
  expect(whatDiffers(looked, other, 'value_cosine')[0]).toBe('Two pairs: 3 and 5.');
  const run = { ...looked.run, id: 2, set: { name: 'role-swap' } };
  expect(whatDiffers(looked, { ...other, run }, 'value_cosine').slice(0, 2)).toEqual([
    'Two runs of one model: 1 and 2.',
    'Two pairs: 3 of “negation” and 5 of “role-swap”.',
  ]);
});

test('of means of layers heads differ in nothing', () => {
  const mean: Looked = { ...looked, over: 'layer' };
  expect(whatDiffers(mean, { ...mean, head: 1 }, 'value_cosine')).toEqual([
    'Nothing differs yet: choose another head, pair or run.',
  ]);
});
