import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packBatches } from './batches.ts';

const pairsOf = (...lengths: [number, number][]) =>
  lengths.map(([original, counterfactual]) => ({ original, counterfactual }));

describe('packBatches', () => {
  it('takes pairs by the length of the longer statement, up to the budget', () => {
    // Longer statements: 9, 4, 5, 4. Two pairs of length 4 are 4 rows x 4 = 16 tokens; a third pair of length 5 would
    // make 6 rows x 5 = 30.
    const pairs = pairsOf([9, 8], [4, 3], [4, 5], [2, 4]);
    expect(packBatches(pairs, 20)).toEqual([[1, 3], [2], [0]]);
    expect(packBatches(pairs, 30)).toEqual([[1, 3, 2], [0]]);
  });

  it('gives a pair that is over the budget a batch of its own', () => {
    expect(packBatches(pairsOf([600, 600], [3, 3]), 100)).toEqual([[1], [0]]);
  });

  it('makes no batch of no pairs', () => {
    expect(packBatches([])).toEqual([]);
  });

  it('holds every pair once and keeps to the budget, whatever the lengths', () => {
    const lengths = fc.integer({ min: 1, max: 80 });
    fc.assert(
      fc.property(fc.array(fc.record({ original: lengths, counterfactual: lengths })), (pairs) => {
        const batches = packBatches(pairs, 256);
        expect(batches.flat().toSorted((a, b) => a - b)).toEqual([...pairs.keys()]);
        for (const batch of batches.filter(({ length }) => length > 1)) {
          const longest = Math.max(
            ...batch.map((i) => Math.max(pairs[i]?.original ?? 0, pairs[i]?.counterfactual ?? 0)),
          );
          expect(2 * batch.length * longest).toBeLessThanOrEqual(256);
        }
      }),
    );
  });
});
