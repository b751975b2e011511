import { describe, expect, it } from 'vitest';
import { finish } from '../../statistics/steps.ts';
import { fineCorrelations, headScales, type HeadScales } from './head-scales.ts';
import {
  plainCorrelation,
  plainDistances,
  plainPercentile,
  plainProducts,
  plainSpearman,
} from './head-scales.reference.ts';
import { bestScale, FINE_SCALES, leastTokens, SCALES } from './scales.ts';
import { exampleVectors } from './vectors.example.ts';

const FINE = [0.3, 0.9, 2];

// Of 40 tokens all pairs are kept; of 400 a bound is guessed first; 33 and 401 leave keys over in the last tile.
describe.each([
  [33, 5, 2],
  [40, 8, 5],
  [400, 16, 0.5],
  [401, 7, 3],
])('%i tokens of %i numbers, percentile %d', (tokens, width, percentile) => {
  const vectors = exampleVectors({ tokens, width });
  const options = { scales: SCALES, fineScales: FINE, percentile };
  const found: HeadScales = finish(headScales(vectors, options));
  const products = plainProducts(vectors);
  const distances = SCALES.map((c) => plainDistances(vectors, c));
  const pooled = plainPercentile(distances.flat(), percentile);

  it('has the threshold, the count and the correlation of each scale', () => {
    for (const [place, own] of distances.entries()) {
      const threshold = plainPercentile(own, percentile);
      expect(found.thresholds[place]).toBeCloseTo(threshold, 9);
      const { count, correlation } = plainCorrelation(products, own, threshold);
      expect(found.counts[place]).toBe(count);
      expect(found.correlations[place]).toBeCloseTo(correlation, 7);
    }
  });

  it('has those below the threshold that all scales share', () => {
    expect(found.pooledThreshold).toBeCloseTo(pooled, 9);
    for (const [place, own] of distances.entries()) {
      const { count, correlation } = plainCorrelation(products, own, pooled);
      expect(found.pooledCounts[place]).toBe(count);
      if (count >= 3) expect(found.pooledCorrelations[place]).toBeCloseTo(correlation, 7);
      else expect(found.pooledCorrelations[place]).toBeNull();
    }
  });

  it('has Spearman’s correlation of all pairs', () => {
    // Sorting all pairs takes long: of two scales.
    for (const place of [2, 6]) {
      const expected = plainSpearman(products, distances[place] ?? []);
      expect(found.spearman[place]).toBeCloseTo(expected, 4);
    }
  });

  it('searches other scales in the same way, also alone', () => {
    const expected = FINE.map((c) => {
      const own = plainDistances(vectors, c);
      return plainCorrelation(products, own, plainPercentile(own, percentile)).correlation;
    });
    for (const [place, correlation] of expected.entries())
      expect(found.fineCorrelations[place]).toBeCloseTo(correlation, 7);
    expect(finish(fineCorrelations(vectors, options))).toEqual(found.fineCorrelations);
  });
});

describe('the scale of the norms', () => {
  it('is the root of the ratio of median norms', () => {
    // Queries of length 8, keys of length 2: at c = 2 both have length 4.
    const queries = Float32Array.of(8, 0, 0, 8, -8, 0);
    const keys = Float32Array.of(2, 0, 0, 2, 0, -2);
    const { normScale } = finish(
      headScales({ queries, keys, width: 2 }, { scales: [1], fineScales: [], percentile: 50 }),
    );
    expect(normScale).toBe(2);
  });

  it('is undefined where keys are 0', () => {
    const vectors = { queries: Float32Array.of(8, 0, 0, 8), keys: new Float32Array(4), width: 2 };
    const found = finish(headScales(vectors, { scales: [1], fineScales: [], percentile: 50 }));
    expect(found.normScale).toBeNull();
    // q.k is 0 throughout: there is nothing that could go with distances.
    expect(found.correlations).toEqual([null]);
    expect(found.spearman).toEqual([null]);
  });
});

describe('scales', () => {
  it('of the finer search go from 0.1 to 10, evenly in log', () => {
    expect(FINE_SCALES).toHaveLength(61);
    expect(FINE_SCALES[0]).toBeCloseTo(0.1, 12);
    expect(FINE_SCALES[30]).toBe(1);
    expect(FINE_SCALES[60]).toBeCloseTo(10, 12);
  });

  it('the best one has the correlation nearest -1, the first of equals', () => {
    expect(bestScale([0.2, 1, 5], [-0.4, -0.9, 0.95])).toEqual({ scale: 1, correlation: -0.9 });
    expect(bestScale([0.2, 1, 5], [null, -0.5, -0.5])).toEqual({ scale: 1, correlation: -0.5 });
    expect(bestScale([0.2], [null])).toBeNull();
  });

  it('needs three pairs below the threshold', () => {
    // (21^2 - 1) * 0.005 = 2.2: the threshold lies above the third distance.
    expect(leastTokens(0.5)).toBe(21);
    expect(leastTokens(5)).toBe(7);
  });
});
