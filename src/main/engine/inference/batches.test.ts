import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packBatches } from './batches.ts';

describe('packBatches', () => {
  it('takes pairs by the length of the longer statement, up to the budget', () => {
    // Longer statements: 9, 4, 5, 4. Two pairs of length 4 are 4 rows x 4 = 16 tokens; a third pair of length 5 would
    // make 6 rows x 5 = 30.
    const pairs = [
      [9, 8],
      [4, 3],
      [4, 5],
      [2, 4],
    ];
    expect(packBatches(pairs, 20)).toEqual([[1, 3], [2], [0]]);
    expect(packBatches(pairs, 30)).toEqual([[1, 3, 2], [0]]);
  });

  it('counts a row for each statement of a pair', () => {
    // 5 rows x 4 = 20 tokens; with the third pair 7 rows x 4 = 28.
    const pairs = [
      [4, 3, 4],
      [4, 3],
      [4, 4],
    ];
    expect(packBatches(pairs, 20)).toEqual([[0, 1], [2]]);
    expect(packBatches(pairs, 28)).toEqual([[0, 1, 2]]);
  });

  it('gives a pair that is over the budget a batch of its own', () => {
    expect(
      packBatches(
        [
          [600, 600],
          [3, 3],
        ],
        100,
      ),
    ).toEqual([[1], [0]]);
  });

  it('makes no batch of no pairs', () => {
    expect(packBatches([])).toEqual([]);
  });

  it('holds every pair once and keeps to the budget, whatever the lengths', () => {
    const lengths = fc.integer({ min: 1, max: 80 });
    fc.assert(
      fc.property(fc.array(fc.array(lengths, { minLength: 2, maxLength: 3 })), (pairs) => {
        const batches = packBatches(pairs, 256);
        expect(batches.flat().toSorted((a, b) => a - b)).toEqual([...pairs.keys()]);
        for (const batch of batches.filter(({ length }) => length > 1)) {
          const statements = batch.flatMap((i) => pairs[i] ?? []);
          expect(statements.length * Math.max(...statements)).toBeLessThanOrEqual(256);
        }
      }),
    );
  });
});
