/**
 * The word view: maps over tokens folded into maps over words, and the alignment of words that an alignment of
 * tokens makes. docs/science.md, sections 1 and 2.
 */
import { alignedPositions, buildAlignment } from './align.ts';
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
 * The alignment of words that an alignment of tokens makes, by {@link counterparts}.
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
  return buildAlignment(
    alignment.used,
    counterparts(alignedPositions(alignment), wordOfToken(originalWords), wordOfToken(counterfactualWords)),
    wordSpans(originalWords).length,
    wordSpans(counterfactualWords).length,
  );
}

/**
 * Which units (words, say) of two statements correspond, by their tokens: each unit has one counterpart at most; they are put
 * together so that as many tokens as possible correspond within them, and of two ways that are as good, the one that comes first
 * in the text. docs/science.md, section 1.
 *
 * @param pairs [original position, counterfactual position] of tokens that correspond, strictly ascending in both
 * @param original [n] the unit of each token of the original; it never goes back
 * @param counterfactual [n'] the same of the counterfactual
 * @returns [unit of the original, unit of the counterfactual], strictly ascending in both
 */
export function counterparts(
  pairs: readonly (readonly [number, number])[],
  original: readonly number[],
  counterfactual: readonly number[],
): [number, number][] {
  return mostTokens(tiedUnits(pairs.map(([i, j]) => [original[i]!, counterfactual[j]!])));
}

/** Two units of which tokens correspond, and how many do. */
interface Tie {
  readonly original: number;
  readonly counterfactual: number;
  readonly tokens: number;
}

function tiedUnits(pairs: readonly (readonly [number, number])[]): Tie[] {
  const ties: Tie[] = [];
  for (const [original, counterfactual] of pairs) {
    const last = ties.at(-1);
    const goesOn = last?.original === original && last.counterfactual === counterfactual;
    if (goesOn) ties.pop();
    ties.push({ original, counterfactual, tokens: goesOn ? last.tokens + 1 : 1 });
  }
  return ties;
}

/**
 * Ties ascend on both sides, so that those which share a unit with one lie right before it. The most tokens of the first n ties are
 * therefore those of the first n - 1, or those of the n-th with the most of what lies before all that share a unit with it.
 */
function mostTokens(ties: readonly Tie[]): [number, number][] {
  const best = [{ tokens: 0, taken: false, before: 0 }];
  ties.forEach((tie, at) => {
    let before = at;
    while (before > 0 && shareUnit(ties[before - 1]!, tie)) before -= 1;
    const without = best[at]!.tokens;
    const withIt = best[before]!.tokens + tie.tokens;
    best.push({ tokens: Math.max(without, withIt), taken: withIt > without, before });
  });
  const chosen: [number, number][] = [];
  for (let n = ties.length; n > 0;) {
    const { taken, before } = best[n]!;
    const { original, counterfactual } = ties[n - 1]!;
    if (taken) chosen.push([original, counterfactual]);
    n = taken ? before : n - 1;
  }
  return chosen.toReversed();
}

function shareUnit(one: Tie, other: Tie): boolean {
  return one.original === other.original || one.counterfactual === other.counterfactual;
}

/** [n] the place of each token's word in the list of words. */
function wordOfToken(words: readonly (number | null)[]): number[] {
  return wordSpans(words).flatMap(({ start, end }, word) => Array<number>(end - start).fill(word));
}
