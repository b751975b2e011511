import { describe, expect, it } from 'vitest';
import { inductionScore, uniformScore } from './scores.ts';

/** [BOS] R R with L = 2: queries 0..4. Row by row, hundredths of attention. */
const PATTERN = [
  [100, 0, 0, 0, 0],
  [60, 40, 0, 0, 0],
  [50, 30, 20, 0, 0],
  [10, 20, 65, 5, 0],
  [15, 1, 2, 70, 12],
].map((row) => row.map((share) => share / 100));

/** In a larger buffer, with room between the rows. */
function view(offset: number, rowStride: number) {
  const data = new Float32Array(64).fill(9);
  PATTERN.forEach((row, query) => data.set(row, offset + query * rowStride));
  return { data, offset, rowStride };
}

describe('scores on a pattern of five tokens', () => {
  it.each([
    // Back L - 1 = 1; the second copy is at 3, 4, without its first token 4 alone.
    ['score', 0.7],
    ['score_with_first', (0.65 + 0.7) / 2],
    // From query L - 1 = 1, which has BOS one back.
    ['diagonal', (0.6 + 0.3 + 0.65 + 0.7) / 4],
    // One back, from query 2: with L = 2 the same diagonal, without its first cell.
    ['previous_token', (0.3 + 0.65 + 0.7) / 3],
    // Back L = 2, from 3.
    ['duplicate_token', (0.2 + 0.02) / 2],
  ] as const)('%s is %d', (name, expected) => {
    expect(inductionScore(name, view(0, 5), 2)).toBeCloseTo(expected, 6);
    expect(inductionScore(name, view(3, 7), 2)).toBe(inductionScore(name, view(0, 5), 2));
  });

  it('evenly spread attention gives 1 / (i + 1) at query i', () => {
    expect(uniformScore(2)).toBe(1 / 5);
    expect(uniformScore(3)).toBeCloseTo((1 / 6 + 1 / 7) / 2, 15);
  });
});
