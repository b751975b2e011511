import { expect, test } from 'vitest';
import { itemLine, lettersWords } from './item-line.ts';

const original = { name: 'original', text: 'She is late.' };
const counterfactual = { name: 'counterfactual', text: 'She is not late.' };
const neutral = { name: 'neutral', text: 'She is now late.' };

test('a pair, and its neutral by what it changes', () => {
  expect(itemLine([original, counterfactual])).toEqual({
    kind: 'pair',
    original: 'She is late.',
    counterfactual: 'She is not late.',
    neutral: null,
  });
  expect(itemLine([original, counterfactual, neutral])).toMatchObject({
    neutral: { text: 'She is now late.', changes: [{ kind: 'in', text: ' now' }] },
  });
});

test('a negation is held against its neutral', () => {
  expect(itemLine([{ name: 'negation', text: 'She is not late.' }, neutral])).toMatchObject({
    kind: 'pair',
    original: 'She is not late.',
    counterfactual: 'She is now late.',
  });
});

test('of a pair alone a statement has its letter, a text of a set none', () => {
  expect(itemLine([neutral])).toEqual({ kind: 'text', letter: 'N', text: 'She is now late.' });
  expect(itemLine([{ name: 'text', text: 'Once.' }])).toEqual({
    kind: 'text',
    letter: undefined,
    text: 'Once.',
  });
  expect(
    itemLine([
      { name: 'text', text: 'a a' },
      { name: 'control', text: 'b b' },
    ]),
  ).toMatchObject({
    letter: undefined,
    text: 'a a / b b',
  });
});

test('the letters that are in sight are said', () => {
  expect(lettersWords([[neutral], [original], [original]])).toBe('O original, N neutral');
  expect(lettersWords([[original, counterfactual]])).toBe('');
  expect(lettersWords([[original, counterfactual, neutral]])).toBe('N neutral');
});
