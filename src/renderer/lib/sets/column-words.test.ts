import { expect, test } from 'vitest';
import { leftOutWords, takenWords, unusedWords } from './column-words.ts';

const none = { count: 0, first: [] };
const mapping = {
  original: 'sentence1',
  counterfactual: 'sentence2',
  label: 'gold_label',
  neutral: null,
  cluster: null,
  answer: null,
  wrongAnswer: null,
  extras: [],
};

test('the columns that were taken are said, and those that were not', () => {
  expect(takenWords({ mapping })).toBe(
    'original = sentence1, counterfactual = sentence2, label = gold_label',
  );
  expect(takenWords({ mapping: { ...mapping, wrongAnswer: 'foil', extras: ['id', 'genre'] } })).toBe(
    'original = sentence1, counterfactual = sentence2, label = gold_label, wrong answer = foil; kept: id, genre',
  );
  expect(takenWords({ mapping: null })).toBe('');
  expect(unusedWords({ unused: ['id', 'source'] })).toBe('id, source');
  expect(unusedWords({ unused: Array.from({ length: 15 }, (_, index) => `c${index}`) })).toBe(
    'c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11 and 3 more',
  );
});

test('what was left out is said with its lines', () => {
  expect(
    leftOutWords({
      duplicates: { count: 1, first: [5] },
      blanks: { count: 40, first: Array.from({ length: 20 }, (_, index) => index + 1) },
      oneSided: { count: 2, first: [6, 8] },
      neutralsLeftOut: { original: { count: 2, first: [3, 4] }, counterfactual: none },
      extrasLeftOut: { count: 1, first: [9] },
    }),
  ).toEqual([
    '1 duplicate left out (line 5)',
    '40 blank rows left out (lines 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, …)',
    '2 rows with one side alone left out (lines 6, 8)',
    '2 neutrals left out, being the original itself (lines 3, 4; the pair is kept)',
    'cells beside the pair that are too long, or unclear, left out (line 9)',
  ]);
  expect(
    leftOutWords({
      duplicates: none,
      blanks: none,
      oneSided: none,
      neutralsLeftOut: { original: none, counterfactual: none },
      extrasLeftOut: none,
    }),
  ).toEqual([]);
});
