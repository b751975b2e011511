import { describe, expect, it } from 'vitest';
import { effectOptions, positionRule } from './effect-options.ts';
import { effectWords } from './effect-words.ts';
import { cosineOf, distanceOf, isApart, klFrom, logProbabilities, shareOfWay } from './outcomes.ts';

const vector = (...values: number[]) => Float64Array.from(values);

describe('share of the way', () => {
  it('is (m - from) / (to - from) of a number', () => {
    expect(shareOfWay(vector(1), vector(-1), vector(3))).toBe(0.5);
    expect(shareOfWay(vector(3), vector(-1), vector(3))).toBe(1);
    expect(shareOfWay(vector(-1), vector(-1), vector(3))).toBe(0);
    expect(shareOfWay(vector(5), vector(3), vector(-1))).toBe(-0.5);
  });

  it('is the projection on the way, by its squared length, of a vector', () => {
    // The way is [3, 4]; [3, 0] goes 9 of 25 along it, whatever it does beside it.
    expect(shareOfWay(vector(4, 1), vector(1, 1), vector(4, 5))).toBeCloseTo(9 / 25, 12);
    expect(shareOfWay(vector(1 - 4, 1 + 3), vector(1, 1), vector(4, 5))).toBeCloseTo(0, 12);
  });

  it('is undefined where there is no way', () => {
    expect(shareOfWay(vector(1), vector(2), vector(2))).toBeNaN();
    expect(isApart(vector(2), vector(2), 0)).toBe(false);
    expect(isApart(vector(2), vector(2.01), 0.02)).toBe(false);
    expect(isApart(vector(2), vector(2.03), 0.02)).toBe(true);
    expect(isApart(vector(2), vector(Number.NaN), 0.02)).toBe(false);
  });

  it('measures the distance of vectors as a share of the longer one', () => {
    expect(distanceOf(vector(0, 5), vector(0, 10))).toBe(0.5);
    expect(distanceOf(vector(0, 0), vector(0, 0))).toBe(0);
  });
});

describe('distributions', () => {
  it('has no divergence from itself, and that of two that were worked out by hand', () => {
    const even = logProbabilities(Float32Array.of(7, 1, 1), 1, 2);
    expect(even[0]).toBeCloseTo(Math.log(0.5), 12);
    expect(even[1]).toBeCloseTo(Math.log(0.5), 12);
    expect(klFrom(even, Float32Array.of(3, 3))).toBeCloseTo(0, 12);
    // 0.5 log(0.5/0.8) + 0.5 log(0.5/0.2)
    expect(klFrom(even, Float32Array.of(0, 9, Math.log(4), 0), 2)).toBeCloseTo(0.22314355, 6);
  });

  it('has the cosine of a vector to another', () => {
    expect(cosineOf(vector(1, 0), vector(1, 1))).toBeCloseTo(Math.SQRT1_2, 12);
    expect(cosineOf(vector(0, 0), vector(1, 1))).toBeNaN();
  });
});

describe('options of an effect', () => {
  it('reads positions as they are written', () => {
    expect(['auto', 'last', 'mask', '12'].map(positionRule)).toEqual([null, 'last', 'mask', 12]);
    expect(effectOptions.safeParse({ position: 'middle' }).success).toBe(false);
    expect(effectOptions.parse({}).effect).toBe('auto');
  });

  it('has words for each', () => {
    const rest = { pooling: 'mean', toward: 'original' } as const;
    expect(effectWords({ kind: 'logit_difference', position: 'last', ...rest }, ['is', 'are'])).toBe(
      'logit difference of “is” and “are” at the last token',
    );
    expect(effectWords({ kind: 'pooled', position: 'last', ...rest })).toBe(
      'sentence vector (mean over its tokens)',
    );
    expect(effectWords({ kind: 'cosine', position: 'last', ...rest, toward: 'neutral' })).toBe(
      'cosine to the neutral (mean over its tokens)',
    );
    expect(effectWords({ kind: 'kl', position: 3, ...rest })).toBe('KL from the clean output at position 3');
  });
});
