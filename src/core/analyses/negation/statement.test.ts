/** Attention to a cue and its diffusion, on statements small enough for a pencil. */
import { describe, expect, it } from 'vitest';
import {
  attendCue,
  attentionDistance,
  bidirectionalScores,
  fromCueRatio,
  toCueRatio,
} from './cue-attention.ts';
import { cuedStatement, evenDistance, signedDistances } from './cued-statement.ts';
import { diffusion, valueChanges } from './diffusion.ts';
import { measureStatement, statementBuffers } from './measure-statement.ts';
import { PROFILE_SPAN } from './quantities.ts';
import { changedPositions, standIns, wordsOfNeutral } from './stand-in.ts';

/** [CLS] she never ate . [SEP]: the cue is at 2, its scope at 3. Twentieths. */
const PATTERN = [
  [10, 2, 4, 2, 1, 1],
  [4, 4, 8, 2, 1, 1],
  [2, 2, 4, 10, 1, 1],
  [2, 1, 12, 3, 1, 1],
  [5, 5, 2, 4, 3, 1],
  [20, 0, 0, 0, 0, 0],
].map((row) => row.map((value) => value / 20));
const NEVER = { tokens: 6, cues: [2], special: [0, 5], words: [[3]] };

/** In a larger buffer, with room between the rows. */
function view(rows: readonly (readonly number[])[], offset = 5, rowStride = 9) {
  const data = new Float64Array(offset + rows.length * rowStride).fill(7);
  rows.forEach((row, place) => data.set(row, offset + place * rowStride));
  return { data, offset, rowStride };
}

function attention(statement: ReturnType<typeof cuedStatement>, rows = PATTERN) {
  const own = { from: new Float64Array(statement.tokens), to: new Float64Array(statement.tokens) };
  attendCue(view(rows), statement, own);
  return own;
}

describe('attention to a cue and from it', () => {
  const statement = cuedStatement(NEVER, false);

  it('is its column and its row', () => {
    const { from, to } = attention(statement);
    expect([...from]).toEqual([0.1, 0.1, 0.2, 0.5, 0.05, 0.05]);
    expect([...to]).toEqual([0.2, 0.4, 0.2, 0.6, 0.1, 0]);
  });

  it('as multiples of a share of the tokens', () => {
    const own = attention(statement);
    // Queries 1, 3, 4; one token of six.
    expect(toCueRatio(own, statement)).toBeCloseTo((0.4 + 0.6 + 0.1) / 3 / (1 / 6), 12);
    expect(fromCueRatio(own, statement)).toBeCloseTo(0.5 / (1 / 6), 12);
    expect(bidirectionalScores(own, statement)).toEqual([Math.sqrt(0.5 * 0.6)]);
  });

  it('of two tokens: mass on both, mean from both; of a word in pieces: summed there, averaged back', () => {
    const two = cuedStatement({ tokens: 6, cues: [1, 2], special: [0, 5], words: [[3, 4]] }, false);
    const own = attention(two);
    [0.3, 0.6, 0.3, 0.65, 0.35, 0].forEach((value, place) => expect(own.to[place]).toBeCloseTo(value, 12));
    expect(own.from[3]).toBeCloseTo((0.1 + 0.5) / 2, 12);
    expect(toCueRatio(own, two)).toBeCloseTo((0.65 + 0.35) / 2 / (2 / 6), 12);
    expect(bidirectionalScores(own, two)[0]).toBeCloseTo(Math.sqrt((0.3 + 0.05) * ((0.65 + 0.35) / 2)), 12);
  });

  it('in a decoder counts for tokens that see the cue, as a multiple of its share of what they see', () => {
    const rows = PATTERN.map((row, query) => row.map((value, key) => (key > query ? 0 : value)));
    const causal = cuedStatement({ ...NEVER, special: [0] }, true);
    const own = attention(causal, rows);
    // Queries 3, 4, 5 see 4, 5, 6 keys.
    expect(toCueRatio(own, causal)).toBeCloseTo((0.6 * 4 + 0.1 * 5 + 0) / 3, 12);
    expect(fromCueRatio(own, causal)).toBeNaN();
  });

  it('is undefined where no query counts, and where nothing is in scope', () => {
    const alone = cuedStatement({ tokens: 1, cues: [0], special: [], words: [] }, false);
    const own = attention(alone, [[1]]);
    expect(toCueRatio(own, alone)).toBeNaN();
    expect(fromCueRatio(own, alone)).toBeNaN();
    expect(attentionDistance(view([[1]]), alone)).toBe(0);
  });
});

describe('distances', () => {
  it('are signed, to the nearest token of a cue; on a tie the cue before counts', () => {
    expect([...signedDistances(7, [1, 5])]).toEqual([-1, 0, 1, 2, -1, 0, 1]);
  });

  it('of attention: without special tokens, the rest made to sum to 1', () => {
    const rows = [
      // Query 1: she 4, never 8, ate 2, . 1
      (8 * 1 + 2 * 2 + 1 * 3) / 15,
      (2 * 1 + 10 * 1 + 1 * 2) / 17,
      (1 * 2 + 12 * 1 + 1 * 1) / 17,
      (5 * 3 + 2 * 2 + 4 * 1) / 14,
    ];
    const statement = cuedStatement(NEVER, false);
    expect(attentionDistance(view(PATTERN), statement)).toBeCloseTo(
      rows.reduce((sum, row) => sum + row, 0) / 4,
      12,
    );
    // |i - j| over four places: 6, 4, 4, 6 quarters.
    expect(evenDistance(statement)).toBe(1.25);
    // A decoder of four: the first is a sink; 0, 1/2, 1 of what is left.
    expect(evenDistance(cuedStatement({ tokens: 4, cues: [1], special: [], words: [] }, true))).toBe(0.5);
  });
});

describe('what spreads from the cue', () => {
  // Cosines 1, 0, -1 and a vector of nothing.
  const before = view(
    [
      [1, 0],
      [2, 0],
      [0, 1],
      [1, 1],
    ],
    3,
    4,
  );
  const after = view(
    [
      [3, 0],
      [5, 5],
      [0, 2],
      [0, -1],
      [0, 0],
    ],
    1,
    3,
  );
  const aligned = { original: [0, 1, 2, 3], changed: [0, 2, 3, 4] };
  const statement = cuedStatement({ tokens: 5, cues: [1], special: [0], words: [] }, false);

  it('is a change by aligned token, its mean, and its mean distance', () => {
    const delta = new Float64Array(4);
    valueChanges(before, after, aligned, 2, delta);
    expect([...delta]).toEqual([0, 1, 2, Number.NaN]);
    expect(diffusion(delta, aligned, statement)).toEqual({
      delta: 1.5,
      radius: (1 * 1 + 2 * 2) / 3,
      radiusWithoutSpecial: (1 * 1 + 2 * 2) / 3,
    });
    const some = Float64Array.of(1, 1, 2, Number.NaN);
    expect(diffusion(some, aligned, statement).radius).toBe((1 * 1 + 1 * 1 + 2 * 2) / 4);
    // Nothing changed: nothing has a distance.
    expect(diffusion(new Float64Array(4), aligned, statement).radius).toBeNaN();
  });

  it('profiles are means by distance, empty where no token has one', () => {
    const own = cuedStatement(NEVER, false);
    const buffers = statementBuffers(own, 0);
    const head = (rows: readonly (readonly number[])[]) => ({
      tokens: 6,
      dHead: 1,
      pattern: view(rows),
      z: view([[1]]),
    });
    measureStatement(head(PATTERN), head(PATTERN), own, { original: [], changed: [] }, buffers);
    const at = (distance: number) => buffers.profiles[distance + PROFILE_SPAN];
    expect([at(-2), at(0), at(1), at(3)]).toEqual([0.2, 0.2, 0.6, 0]);
    expect(at(4)).toBeNaN();
    expect(buffers.values[0]).toBeCloseTo(2.2, 12);
  });
});

describe('what stands in the place of the cue', () => {
  // he likes tea | he does not like tea | he does now like tea
  const original = [1, 2, 3];
  const negated = {
    ids: [1, 10, 11, 12, 3],
    aligned: [
      [0, 0],
      [1, 3],
      [2, 4],
    ] as const,
  };
  const neutral = {
    ids: [1, 10, 13, 12, 3],
    aligned: [
      [0, 0],
      [1, 3],
      [2, 4],
    ] as const,
  };

  it('is the token of the neutral that was changed in the same order', () => {
    expect(changedPositions(original, negated)).toEqual([1, 2, 3]);
    expect(standIns(original, negated, neutral, [2])).toEqual([2]);
  });

  it('of another number of changed tokens all of them; none where no cue was changed', () => {
    const short = {
      ids: [1, 13, 3],
      aligned: [
        [0, 0],
        [1, 1],
        [2, 2],
      ] as const,
    };
    expect(standIns(original, negated, short, [2])).toEqual([1]);
    expect(standIns(original, negated, neutral, [0])).toEqual([]);
  });

  it('its scope corresponds through the original, and in the order of what was changed', () => {
    expect(wordsOfNeutral(original, negated, neutral, [[3, 4], [0]])).toEqual([[3, 4], [0]]);
    const short = {
      ids: [1, 13, 3],
      aligned: [
        [0, 0],
        [1, 1],
        [2, 2],
      ] as const,
    };
    expect(wordsOfNeutral(original, negated, short, [[3], [4]])).toEqual([[2]]);
  });
});
