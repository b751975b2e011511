import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CoreError } from '../errors.ts';
import { alignedPositions, alignmentFromPositions, alignTokens } from './align.ts';
import type { AlignmentMethod } from './alignment.ts';

const CLS = 101;
const SEP = 102;
const SPECIAL = new Set([CLS, SEP]);

/** The aligned positions as a compact string, "0-0 1-2", and what is left over. */
function align(original: number[], counterfactual: number[], method: AlignmentMethod = 'edit') {
  const alignment = alignTokens(original, counterfactual, method, SPECIAL);
  return {
    used: alignment.used,
    pairs: alignedPositions(alignment)
      .map(([i, j]) => `${i}-${j}`)
      .join(' '),
    left: [[...alignment.unalignedOriginal], [...alignment.unalignedCounterfactual]],
  };
}

describe('edit alignment, worked by hand', () => {
  const cases: [
    name: string,
    original: number[],
    counterfactual: number[],
    pairs: string,
    left: number[][],
  ][] = [
    ['equal statements', [CLS, 1, 2, SEP], [CLS, 1, 2, SEP], '0-0 1-1 2-2 3-3', [[], []]],
    ['an inserted "not"', [CLS, 1, 2, 3, SEP], [CLS, 1, 2, 9, 3, SEP], '0-0 1-1 2-2 3-4 4-5', [[], [3]]],
    ['a left out word', [CLS, 1, 2, 3, SEP], [CLS, 1, 3, SEP], '0-0 1-1 3-2 4-3', [[2], []]],
    ['a substitution aligns', [CLS, 1, 2, SEP], [CLS, 1, 9, SEP], '0-0 1-1 2-2 3-3', [[], []]],
    // "a" for "b c": substituting the last and inserting the first costs as much as the other way round; from the end,
    // the substitution comes first.
    ['ties from the end: substitution first', [1], [2, 3], '0-1', [[], [0]]],
    // At [1, 2] vs [2, 1] the distance is 2: two substitutions, or a deletion and an insertion around a match; the
    // tie is resolved for substitutions.
    ['a swap is two substitutions', [1, 2], [2, 1], '0-0 1-1', [[], []]],
    // Neither special token can be substituted, so that deletion and insertion tie: from the end the deletion is taken
    // first, which leaves both alone.
    ['different special tokens do not align', [CLS], [SEP], '', [[0], [0]]],
    ['a word for a special token does not align', [CLS, 7, SEP], [CLS, SEP, SEP], '0-0 2-2', [[1], [1]]],
    ['nothing on one side', [], [1, 2], '', [[], [0, 1]]],
    ['nothing at all', [], [], '', [[], []]],
  ];
  test.each(cases)('%s', (_, original, counterfactual, pairs, left) => {
    expect(align(original, counterfactual)).toEqual({ used: 'edit', pairs, left });
  });
});

describe('position and auto', () => {
  test('position aligns i with i, whatever the tokens', () => {
    expect(align([CLS, 1, SEP], [CLS, SEP, 5], 'position')).toEqual({
      used: 'position',
      pairs: '0-0 1-1 2-2',
      left: [[], []],
    });
  });

  test('position refuses unequal counts and names both', () => {
    expect(() => align([1, 2, 3], [1, 2], 'position')).toThrow(
      'alignment by position needs equally many tokens: the original has 3, the counterfactual 2',
    );
  });

  test('auto is position for equal counts, edit elsewhere', () => {
    expect(align([1, 2], [2, 1], 'auto').used).toBe('position');
    expect(align([1, 2], [1, 3, 2], 'auto')).toEqual({ used: 'edit', pairs: '0-0 1-2', left: [[], [1]] });
  });
});

describe('what holds for every edit alignment', () => {
  const token = fc.constantFrom(CLS, SEP, 1, 2, 3);
  const statement = fc.array(token, { maxLength: 9 });

  /** Levenshtein distance by its recursive definition. */
  function distance(a: number[], b: number[]): number {
    const [x, ...restA] = a;
    const [y, ...restB] = b;
    if (x === undefined) return b.length;
    if (y === undefined) return a.length;
    if (x === y) return distance(restA, restB);
    const substitution = SPECIAL.has(x) || SPECIAL.has(y) ? Infinity : 1 + distance(restA, restB);
    return Math.min(substitution, 1 + distance(restA, b), 1 + distance(a, restB));
  }

  test('it ascends, costs the edit distance, and leaves special tokens to their like', () => {
    fc.assert(
      fc.property(statement, statement, (original, counterfactual) => {
        const alignment = alignTokens(original, counterfactual, 'edit', SPECIAL);
        const pairs = alignedPositions(alignment);
        const { unalignedOriginal, unalignedCounterfactual } = alignment;
        expect(alignmentFromPositions(pairs, original.length, counterfactual.length)).toEqual({
          ...alignment,
          used: 'manual',
        });
        expect(pairs.length + unalignedOriginal.length).toBe(original.length);
        expect(pairs.length + unalignedCounterfactual.length).toBe(counterfactual.length);
        const substituted = pairs.filter(([i, j]) => original[i] !== counterfactual[j]);
        expect(
          substituted.every(([i, j]) => !SPECIAL.has(original[i]!) && !SPECIAL.has(counterfactual[j]!)),
        ).toBe(true);
        expect(substituted.length + unalignedOriginal.length + unalignedCounterfactual.length).toBe(
          distance(original, counterfactual),
        );
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  test('a statement aligns with itself token by token', () => {
    fc.assert(
      fc.property(statement, (tokens) => {
        const pairs = alignedPositions(alignTokens(tokens, tokens, 'edit', SPECIAL));
        expect(pairs).toEqual(tokens.map((_, i) => [i, i]));
      }),
      { seed: 1 },
    );
  });
});

describe('an alignment made by a person', () => {
  test('is taken as it is', () => {
    const alignment = alignmentFromPositions([[0, 0], [2, 1]], 3, 3); // prettier-ignore
    expect(alignment).toEqual({
      used: 'manual',
      original: Int32Array.of(0, 2),
      counterfactual: Int32Array.of(0, 1),
      unalignedOriginal: Int32Array.of(1),
      unalignedCounterfactual: Int32Array.of(2),
    });
  });

  test('may align nothing', () => {
    expect(alignmentFromPositions([], 1, 2).unalignedCounterfactual).toEqual(Int32Array.of(0, 1));
  });

  const refused: [name: string, pairs: [number, number][], message: string][] = [
    ['out of range', [[0, 0], [1, 3]], 'invalid alignment position in the counterfactual: 3 (it has 3 tokens'], // prettier-ignore
    ['negative', [[-1, 0]], 'invalid alignment position in the original: -1 (it has 2 tokens'],
    ['a fraction', [[0.5, 0]], 'invalid alignment position in the original: 0.5'],
    ['twice the same', [[0, 0], [0, 1]], 'must ascend on both sides: [0, 1] comes after [0, 0]'], // prettier-ignore
    ['crossing', [[0, 2], [1, 1]], 'must ascend on both sides: [1, 1] comes after [0, 2]'], // prettier-ignore
  ];
  test.each(refused)('is refused: %s', (_, pairs, message) => {
    const attempt = () => alignmentFromPositions(pairs, 2, 3);
    expect(attempt).toThrow(CoreError);
    expect(attempt).toThrow(message);
  });
});
