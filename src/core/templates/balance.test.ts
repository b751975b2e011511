import { expect, test } from 'vitest';
import { templateBalance } from './balance.ts';

const pair = (original: string, counterfactual: string, neutral: string | null) => ({
  original,
  counterfactual,
  neutral,
});

test('neutrals that put in one word where the pair does are balanced', () => {
  expect(
    templateBalance([
      pair('The door was old.', 'The door was not old.', 'The door was also old.'),
      pair('The robin was red.', 'The robin was not red.', 'The robin was now red.'),
      pair('The robin was small.', 'The robin was not small.', 'The robin was now small.'),
    ]),
  ).toEqual({
    pairs: 3,
    sameCounts: 3,
    samePlace: 3,
    counterfactuals: [{ words: 'not', pairs: 3 }],
    neutrals: [
      { words: 'now', pairs: 2 },
      { words: 'also', pairs: 1 },
    ],
  });
});

test('another number of words, and another place, are told', () => {
  // Two words against one; the place is the same.
  expect(templateBalance([pair('It rains.', 'It never rains.', 'It as ever rains.')])).toMatchObject({
    sameCounts: 0,
    samePlace: 1,
  });
  // "dry" takes the place of "wet" at the end; the neutral puts a word in before it.
  expect(templateBalance([pair('It is wet.', 'It is dry.', 'It is still wet.')])).toMatchObject({
    pairs: 1,
    sameCounts: 0,
    samePlace: 1,
    counterfactuals: [{ words: 'dry', pairs: 1 }],
  });
  expect(templateBalance([pair('It is wet.', 'It is dry.', 'That is wet.')])).toMatchObject({
    sameCounts: 1,
    samePlace: 0,
  });
});

test('without a neutral there is nothing to hold it against', () => {
  expect(templateBalance([pair('It rains.', 'It never rains.', null)])).toBeNull();
});
