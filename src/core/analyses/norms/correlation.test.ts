import { describe, expect, it } from 'vitest';
import { weightNormCorrelation } from './correlation.ts';

const of = (pattern: number[], norms: number[], causal = false, most?: number) =>
  weightNormCorrelation(
    { data: Float32Array.from(pattern), offset: 0, rowStride: norms.length },
    { data: Float32Array.from(norms), offset: 0 },
    norms.length,
    causal,
    most,
  );

describe('weightNormCorrelation', () => {
  it('is 1 where all keys have the same norm', () => {
    expect(of([0.9, 0.1, 0.3, 0.7], [2, 2])).toBe(1);
  });

  it('is by ranks: weights .9 .1 .8 .2 and norms .09 .2 .08 .4 by hand', () => {
    // Ranks 3 0 2 1 and 1 2 0 3: Σd² = 4 + 4 + 4 + 4, 1 - 6 · 16 / (4 · 15)
    expect(of([0.9, 0.1, 0.8, 0.2], [0.1, 2])).toBeCloseTo(-0.6, 12);
  });

  it('ties have their mean rank', () => {
    // Ranks 1.5 1.5 3 0 and 0.5 2 0.5 … of .5 .5 .8 .2 and .5 1 .8 .4: 1 3 2 0
    const [a, b] = [
      [1.5, 1.5, 3, 0],
      [1, 3, 2, 0],
    ] as const;
    const mean = 1.5;
    const sum = (f: (i: number) => number) => [0, 1, 2, 3].reduce((total, i) => total + f(i), 0);
    const covariance = sum((i) => ((a[i] ?? 0) - mean) * ((b[i] ?? 0) - mean));
    const spread = (r: readonly number[]) => Math.sqrt(sum((i) => ((r[i] ?? 0) - mean) ** 2));
    expect(of([0.5, 0.5, 0.8, 0.2], [1, 2])).toBeCloseTo(covariance / (spread(a) * spread(b)), 12);
  });

  it('leaves out what a decoder cannot see', () => {
    // Cells (0,0), (1,0), (1,1): weights 1 .4 .6, norms .1 .04 .6, ranks 2 0 1 and 1 0 2
    expect(of([1, 0, 0.4, 0.6], [0.1, 1], true)).toBeCloseTo(0.5, 12);
  });

  it('is undefined for one token, and for a head that spreads evenly', () => {
    expect(of([1], [3])).toBeNaN();
    expect(of([0.5, 0.5, 0.5, 0.5], [1, 2])).toBeNaN();
  });

  it('takes evenly spaced queries of long texts, the last among them', () => {
    const pattern = [0.2, 0.8, 0, 0, 0.9, 0.1, 0, 0, 0, 0, 0.7, 0.3, 0.4, 0.3, 0.2, 0.1];
    const norms = [1, 5, 2, 9];
    // Queries 3 and 1 of 4: eight of sixteen cells.
    const rows = [...pattern.slice(12), ...pattern.slice(4, 8)];
    const own = weightNormCorrelation(
      { data: Float32Array.from([...rows, ...rows]), offset: 0, rowStride: 4 },
      { data: Float32Array.from(norms), offset: 0 },
      4,
      false,
    );
    expect(of(pattern, norms, false, 8)).toBeCloseTo(own, 12);
  });
});
