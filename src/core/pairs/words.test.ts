import { expect, test } from 'vitest';
import { alignedPositions, alignmentFromPositions } from './align.ts';
import { alignWords, toWordView, wordSpans } from './words.ts';

// [CLS] un ##believ ##able film [SEP]
const WORDS = [null, 0, 0, 0, 1, null];

test('consecutive pieces of a word make a span, special tokens one each', () => {
  expect(wordSpans(WORDS)).toEqual([
    { start: 0, end: 1 },
    { start: 1, end: 4 },
    { start: 4, end: 5 },
    { start: 5, end: 6 },
  ]);
  expect(wordSpans([null, null, 0])).toHaveLength(3);
  expect(wordSpans([])).toEqual([]);
});

// Rows of tokens a, b1, b2 (b1 and b2 are one word), worked by hand.
const PATTERN = Float32Array.of(0.5, 0.25, 0.25, 0.125, 0.5, 0.375, 0.375, 0.125, 0.5);

test('attention to a word is summed over its pieces, rows averaged, so that rows still sum to 1', () => {
  const { matrix, spans } = toWordView(PATTERN, 3, [0, 1, 1]);
  expect(spans).toHaveLength(2);
  expect([...matrix]).toEqual([0.5, 0.5, 0.25, 0.75]);
});

test('similarities are averaged over pieces on both sides', () => {
  const { matrix } = toWordView(PATTERN, 3, [0, 1, 1], 'mean');
  expect([...matrix]).toEqual([0.5, 0.25, 0.25, 0.375]);
});

test('a map that does not fit its words is refused', () => {
  expect(() => toWordView(PATTERN, 3, [0, 1])).toThrow(
    'invalid word view: a 3 × 3 map has 9 values and 2 word indices',
  );
});

test('words correspond when pieces of theirs do, each once', () => {
  // the un ##happy man / the sad old man: un-sad and ##happy-old are aligned as tokens; the word "unhappy" goes with
  // "sad", its first, and "old" is left over.
  const tokens = alignmentFromPositions([[0, 0], [1, 1], [2, 2], [3, 3]], 4, 4); // prettier-ignore
  const words = alignWords(tokens, [0, 1, 1, 2], [0, 1, 2, 3]);
  expect(alignedPositions(words)).toEqual([[0, 0], [1, 1], [2, 3]]); // prettier-ignore
  expect([...words.unalignedCounterfactual]).toEqual([2]);
  expect([...words.unalignedOriginal]).toEqual([]);
});
