/**
 * The word view: maps over tokens folded into maps over words, and the alignment of words that an alignment of
 * tokens makes. docs/science.md, sections 1 and 2.
 */
import { buildAlignment } from './align.ts';
import type { Alignment } from './alignment.ts';
import { bytesOfToken, textOfBytes, type TokenText } from './token-bytes.ts';

/** Consecutive tokens of one word: from `start` up to, not including, `end`. */
export interface WordSpan {
  readonly start: number;
  readonly end: number;
}

export interface WordView {
  /** [w, w] row-major */
  readonly matrix: Float32Array;
  /** [w] which tokens each word is made of, in order */
  readonly spans: readonly WordSpan[];
}

/**
 * What a map's columns become when a word's pieces are joined: attention to a word is the `sum` of that to its
 * pieces, so that rows still sum to 1; a similarity is the `mean` of theirs.
 */
export type ColumnFold = 'sum' | 'mean';

/**
 * The words of a statement, in order. Consecutive tokens with the same word index are one word; a special token
 * (null) is always a word of its own.
 *
 * @param words [n] the word index of each token, null for special tokens
 */
export function wordSpans(words: readonly (number | null)[]): WordSpan[] {
  const spans: WordSpan[] = [];
  let start = 0;
  for (let end = 1; end <= words.length; end++) {
    const continues = end < words.length && words[end] !== null && words[end] === words[end - 1];
    if (continues) continue;
    spans.push({ start, end });
    start = end;
  }
  return spans;
}

/** What the tokens of a word say together: characters that several share are whole, and marks of pieces are left out. */
export function spellWord(tokens: readonly TokenText[]): string {
  return textOfBytes(Uint8Array.from(tokens.flatMap((token) => [...bytesOfToken(token)])));
}

/**
 * Folds a map over tokens into one over words: columns of a word's pieces are summed (or averaged, for similarities),
 * rows averaged.
 *
 * @param matrix [n, n] row-major
 * @param words [n] the word index of each token, null for special tokens
 */
export function toWordView(
  matrix: Float32Array,
  n: number,
  words: readonly (number | null)[],
  columns: ColumnFold = 'sum',
): WordView {
  if (words.length !== n || matrix.length !== n * n) {
    throw new RangeError(
      `invalid word view: a ${n} × ${n} map has ${matrix.length} values and ${words.length} word indices`,
    );
  }
  const spans = wordSpans(words);
  const folded = new Float32Array(spans.length * spans.length);
  spans.forEach((query, row) => {
    spans.forEach((key, column) => {
      let total = 0;
      for (let i = query.start; i < query.end; i++) {
        for (let j = key.start; j < key.end; j++) total += matrix[i * n + j]!;
      }
      const rows = query.end - query.start;
      const pieces = columns === 'sum' ? 1 : key.end - key.start;
      folded[row * spans.length + column] = total / (rows * pieces);
    });
  });
  return { matrix: folded, spans };
}

/**
 * The alignment of words that an alignment of tokens makes: two words correspond when pieces of theirs do. A word
 * whose pieces correspond to pieces of several words goes with the first of them.
 *
 * @param originalWords [n] the word index of each token of the original, null for special tokens
 * @param counterfactualWords [n'] the same of the counterfactual
 * @returns positions in the lists that {@link wordSpans} gives
 */
export function alignWords(
  alignment: Alignment,
  originalWords: readonly (number | null)[],
  counterfactualWords: readonly (number | null)[],
): Alignment {
  const original = wordOfToken(originalWords);
  const counterfactual = wordOfToken(counterfactualWords);
  const pairs: [number, number][] = [];
  let lastOriginal = -1;
  let lastCounterfactual = -1;
  alignment.original.forEach((token, s) => {
    const i = original[token]!;
    const j = counterfactual[alignment.counterfactual[s]!]!;
    if (i <= lastOriginal || j <= lastCounterfactual) return;
    pairs.push([i, j]);
    lastOriginal = i;
    lastCounterfactual = j;
  });
  return buildAlignment(
    alignment.used,
    pairs,
    wordSpans(originalWords).length,
    wordSpans(counterfactualWords).length,
  );
}

/** [n] the place of each token's word in the list of words. */
function wordOfToken(words: readonly (number | null)[]): number[] {
  return wordSpans(words).flatMap(({ start, end }, word) => Array<number>(end - start).fill(word));
}
