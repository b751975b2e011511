import { expect, test } from 'vitest';
import { countsByPair, countsText, countsWords } from './token-words.ts';

const counts = { original: 9, counterfactual: 10, neutral: 11, unknown: 0, isCompared: true };

test('the counts of a pair as text and as a sentence', () => {
  expect(countsText(counts)).toBe('9 · 10 · 11');
  expect(countsText({ ...counts, neutral: null, unknown: 2 })).toBe('9 · 10, 2 unknown');
  expect(countsText(null)).toBe('');
  expect(countsWords(counts)).toBe('Tokens: original 9, counterfactual 10, neutral 11');
  expect(countsWords({ ...counts, isCompared: false })).toMatch(/neutral 11, which a run does not compare$/);
  expect(countsWords({ ...counts, unknown: 2 })).toMatch(/11, 2 of them unknown to the tokenizer$/);
  expect(countsWords(undefined)).toBe('The tokens are being counted');
  expect(countsWords(null)).toBe('The tokens of this pair could not be counted');
});

test('of pages, what is there, what failed, and what is waited for', () => {
  const there = { data: [counts, null], isError: false };
  const failed = { data: undefined, isError: true };
  const waiting = { data: undefined, isError: false };
  const found = countsByPair([[1, 2], [3], [4]], [there, failed, waiting]);
  expect([...found]).toEqual([
    [1, counts],
    [2, null],
    [3, null],
  ]);
});
