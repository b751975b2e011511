import { describe, expect, it } from 'vitest';
import { contextsOf } from './contexts.ts';
import { naturalRepeats, naturalScore, uniformNaturalScore } from './natural.ts';

/** a b a a: the third token is the first one again, and the fourth both. */
const IDS = [7, 8, 7, 7];

describe('natural repeats by hand', () => {
  it('of a decoder: what followed a token that is the same, up to the query', () => {
    // Query 2 (a): after the first a stands b, at 1. Query 3 (a): after the first stands b, after the second a itself, at 3.
    expect(naturalRepeats(IDS, true)).toEqual({ queries: [2, 3], keys: [[1], [1, 3]], tokens: 4 });
  });

  it('of an encoder: what follows later, too', () => {
    expect(naturalRepeats(IDS, false)).toEqual({
      queries: [0, 2, 3],
      keys: [[3], [1], [1, 3]],
      tokens: 4,
    });
  });

  it('the score is the mean over the queries, against even attention', () => {
    const data = Float32Array.from([1, 0, 0, 0, 0.5, 0.5, 0, 0, 0.25, 0.5, 0.25, 0, 0.25, 0.125, 0.125, 0.5]);
    const repeats = naturalRepeats(IDS, true);
    expect(naturalScore(repeats, { data, offset: 0, rowStride: 4 })).toBe((0.5 + 0.625) / 2);
    expect(uniformNaturalScore(repeats, true)).toBe((1 / 3 + 2 / 4) / 2);
    expect(uniformNaturalScore(naturalRepeats(IDS, false), false)).toBe((1 / 4 + 1 / 4 + 2 / 4) / 3);
  });

  it('a text that repeats nothing has none', () => {
    const none = naturalRepeats([1, 2, 3, 3].slice(0, 3), true);
    expect(naturalScore(none, { data: new Float32Array(9), offset: 0, rowStride: 3 })).toBeNull();
    expect(uniformNaturalScore(none, true)).toBeNull();
  });
});

describe('contexts of the in-context learning score', () => {
  it.each([
    [
      { early: 50, late: 500 },
      { maxPositions: 1024, causal: true },
      { early: 50, late: 500 },
    ],
    // The token after 255 others is the last of 256.
    [
      { early: 50, late: 500 },
      { maxPositions: 256, causal: true },
      { early: 50, late: 255 },
    ],
    [
      { early: 50, late: 500 },
      { maxPositions: 256, causal: false },
      { early: 50, late: 256 },
    ],
    [
      { early: 50, late: 500 },
      { maxPositions: 40, causal: false },
      { early: 4, late: 40 },
    ],
    [
      { early: 50, late: 5 },
      { maxPositions: 40, causal: false },
      { early: 1, late: 5 },
    ],
  ])('%j of %j', (wanted, model, contexts) => {
    expect(contextsOf(wanted, model)).toEqual(contexts);
  });
});
