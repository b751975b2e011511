/** By hand: five tokens, a b . a b. */
import { describe, expect, it } from 'vitest';
import { detectorCells } from './cells.ts';
import { emptyScores, emptySums, scoredText, scoreHead, uniformNulls } from './score-head.ts';
import { MARK } from './token-marks.ts';

const A = MARK.vowel | (4 << 16) | MARK.ownQuery;
const B = MARK.consonant | (5 << 16) | MARK.ownKey;
const STOP = MARK.fullStop | MARK.delimiter | MARK.punctuation | (2 << 16);
const text = { ids: Int32Array.of(7, 8, 9, 7, 8), marks: Int32Array.of(A, B, STOP, A, B) };

function cellsOf(name: string, causal: boolean, own: { from: number; to: number } | null = null) {
  const { query, key, firstSink } = detectorCells(text, causal, [name], own);
  return {
    cells: Array.from(query, (i, cell) => `${i}→${key[cell] ?? ''}`).join(' '),
    sinksFrom: firstSink[0],
  };
}

describe('cells of masks', () => {
  // Of an encoder 0 and 2 are sinks, of a decoder only 0: they come last.
  it.each([
    ['offset_-1', true, '2→1 3→2 4→3 1→0', 3],
    ['offset_-1', false, '2→1 4→3 1→0 3→2', 2],
    ['offset_2', false, '1→3 2→4 0→2', 2],
    ['first_token', true, '0→0 1→0 2→0 3→0 4→0', 0],
    ['delimiter', false, '0→2 1→2 2→2 3→2 4→2', 0],
    ['full_stop', true, '3→2 4→2', 2],
    ['same_token', true, '4→1 3→0', 1],
    ['same_token', false, '0→3 1→4 4→1 3→0', 3],
    ['induction', true, '3→1 4→2', 2],
    ['induction', false, '0→4 3→1 4→2', 2],
    ['after_duplicate', true, '4→0', 0],
    ['vowel_consonant', true, '3→1', 1],
    ['consonant_vowel', true, '4→3 1→0 4→0', 1],
    ['same_class', true, '4→1 3→0', 1],
    ['digit', true, '', 0],
  ])('%s, causal %s', (name, causal, cells, sinksFrom) => {
    expect(cellsOf(name, causal)).toEqual({ cells, sinksFrom });
  });

  it('a person’s own: from vowels to consonants within a range', () => {
    expect(cellsOf('own', false, { from: -2, to: 1 }).cells).toBe('0→1 3→1 3→4');
    expect(cellsOf('own', true, { from: -2, to: 1 }).cells).toBe('3→1');
  });
});

describe('a head of a decoder', () => {
  // Rows 0, 1, .. 4, padded to a stride of 6, after 3 values of something else.
  const rows = [[1], [0.5, 0.5], [0.2, 0.2, 0.6], [0.1, 0.4, 0.4, 0.1], [0, 0.2, 0.2, 0.2, 0.4]];
  const data = new Float32Array(3 + 5 * 6);
  rows.forEach((row, i) => data.set(row, 3 + 6 * i));
  const names = ['offset_-1', 'induction', 'first_token', 'digit'];
  const cells = detectorCells(text, true, names);
  const scores = emptyScores(4, 2);
  const pooled = emptySums(4, 2, 5);
  scoreHead({ data, offset: 3, rowStride: 6 }, scoredText(cells, 6), 1, 2, scores, pooled);
  const of = (values: Float64Array) => names.map((_, d) => values[2 * d + 1]);
  const { NaN: none } = Number;

  it.each([
    // (.5 + .2 + .4 + .2) / 4; 3→1 .4 and 4→2 .2; column 0.
    ['score', of(scores.score), [0.325, 0.3, 0.36, none]],
    // Without column 0: 2→1 .2/.8, 3→2 .4/.9, 4→3 .2/1; row 1 loses its key. 3→1 .4/.9, 4→2 .2.
    ['sinks excluded', of(scores.excluded), [(0.25 + 4 / 9 + 0.2) / 3, (4 / 9 + 0.2) / 2, none, none]],
    ['mul', of(pooled.mul), [1.3 / 5, 0.6 / 5, 1.8 / 5, 0]],
    // abs(P - D) summed: the mask’s cells less what lies on them, and what lies elsewhere.
    ['abs', of(pooled.abs), [1 - (4 - 1.3 + 3.7) / 5, 1 - (2 - 0.6 + 4.4) / 5, 1 - (5 - 1.8 + 3.2) / 5, 0]],
    [
      'uniform',
      Array.from(uniformNulls(cells).uniform),
      [
        (1 / 2 + 1 / 3 + 1 / 4 + 1 / 5) / 4,
        (1 / 4 + 1 / 5) / 2,
        (1 + 1 / 2 + 1 / 3 + 1 / 4 + 1 / 5) / 5,
        none,
      ],
    ],
    [
      'uniform, sinks excluded',
      Array.from(uniformNulls(cells).excluded),
      [(1 / 2 + 1 / 3 + 1 / 4) / 3, (1 / 3 + 1 / 4) / 2, none, none],
    ],
    // Offsets -4 .. 4.
    ['by offset', Array.from(pooled.offsets.subarray(9)), [0, 0.3, 0.8, 1.3, 2.6, 0, 0, 0, 0]],
  ])('%s', (_, actual, expected) => {
    expect(actual).toHaveLength(expected.length);
    // Undefined is undefined in both.
    const defined = (value: number | undefined) => (Number.isNaN(value) ? -9 : (value ?? 0));
    actual.forEach((value, at) => expect(defined(value)).toBeCloseTo(defined(expected[at]), 6));
  });

  it('leaves other heads alone', () => {
    expect(scores.score[0]).toBeNaN();
    expect(pooled.offsets.subarray(0, 9).every((sum) => sum === 0)).toBe(true);
  });

  it('a row of which a sink takes all has nothing to share', () => {
    const all = new Float32Array(25);
    for (let i = 0; i < 5; i++) all[5 * i] = 1;
    const own = emptyScores(4, 1);
    scoreHead({ data: all, offset: 0, rowStride: 5 }, scoredText(cells, 5), 0, 1, own, emptySums(4, 1, 5));
    expect(Array.from(own.score)).toEqual([0.25, 0, 1, none]);
    expect(own.excluded.every(Number.isNaN)).toBe(true);
  });
});
