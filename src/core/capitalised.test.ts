import { expect, test } from 'vitest';
import { capitalised, inSentence } from './capitalised.ts';

test('the first letter alone becomes a capital', () => {
  expect(['mean of L5', 'z', '', '3 heads', 'L1 of all'].map(capitalised)).toEqual([
    'Mean of L5',
    'Z',
    '',
    '3 heads',
    'L1 of all',
  ]);
});

test('titles within a sentence begin small, abbreviations do not', () => {
  expect(['Logit lens', 'Catalogue of heads', 'QK and OV circuits', 'JS divergence'].map(inSentence)).toEqual(
    ['logit lens', 'catalogue of heads', 'QK and OV circuits', 'JS divergence'],
  );
});
