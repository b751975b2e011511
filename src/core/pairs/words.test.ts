import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
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

test('a word goes with the word that most of its pieces go with', () => {
  // Letters: "ab cde" / "xa bcde": a of "ab" goes with a of "xa", b with the b of "bcde", c, d, e with its c, d, e. The first
  // tie of "cde" is the third of its word: three pieces against one, whatever the order.
  const ties: [number, number][] = [[0, 1], [1, 3], [3, 4], [4, 5], [5, 6]]; // prettier-ignore
  const letters = alignmentFromPositions(ties, 6, 7);
  expect(alignedPositions(alignWords(letters, [0, 0, null, 1, 1, 1], [0, 0, null, 1, 1, 1, 1]))).toEqual([[0, 0], [2, 2]]); // prettier-ignore
});

test('of all ways to put words together, one with most pieces, each word once', () => {
  const generator = xoroshiro128plus(7);
  const below = (bound: number) => uniformInt(generator, 0, bound - 1);
  const indices = (n: number) => {
    let word = 0;
    return Array.from({ length: n }, () => (below(10) < 4 ? (word += 1) : word));
  };
  for (let round = 0; round < 200; round++) {
    const [n, m] = [1 + below(7), 1 + below(7)];
    const [left, right] = [indices(n), indices(m)];
    const ties: [number, number][] = [];
    for (let i = 0, j = 0; i < n && j < m;) {
      if (below(10) < 6) ties.push([i++, j++]);
      else if (below(2) === 0) i++;
      else j++;
    }
    const words = alignedPositions(alignWords(alignmentFromPositions(ties, n, m), left, right));
    const place = (of: readonly number[]) => (token: number) =>
      wordSpans(of).findIndex(({ start, end }) => start <= token && token < end);
    const tied = ties.map(([i, j]): [number, number] => [place(left)(i), place(right)(j)]);
    const count = ([i, j]: readonly [number, number]) => tied.filter(([a, b]) => a === i && b === j).length;
    /** Every choice, one after the other. */
    const best = (from: readonly (readonly [number, number])[]): number =>
      from.length === 0
        ? 0
        : Math.max(
            best(from.slice(1)),
            count(from[0]!) + best(from.filter(([a, b]) => a > from[0]![0] && b > from[0]![1])),
          );
    const each = [...new Set(tied.map(String))].map(
      (text) => text.split(',').map(Number) as [number, number],
    );
    expect(words.reduce((sum, pair) => sum + count(pair), 0)).toBe(best(each));
  }
});
