import { describe, expect, test } from 'vitest';
import { centredValueCosines, valueWeightedAttention } from './value-weighted.ts';

type ValueMap = typeof valueWeightedAttention;

/** [n, n] of z with a row stride of 3 and an offset of 1. */
function mapOf(map: ValueMap, rows: readonly (readonly [number, number])[]): number[] {
  const data = Float32Array.from([9, ...rows.flatMap(([x, y]) => [x, y, 9])]);
  return Array.from(map({ data, offset: 1, rowStride: 3 }, rows.length, 2));
}

describe('as in earlier work', () => {
  const cosines = (rows: [number, number][]) => mapOf(valueWeightedAttention, rows);

  test('cosines between the rows of z, whatever their lengths', () => {
    // 3-4-5 triangle: cos((1, 0), (3, 4)) = 3/5
    expect(cosines([[2, 0], [3, 4], [-1, 0]])).toEqual([1, 0.6, -1, 0.6, 1, -0.6, -1, -0.6, 1].map(Math.fround)); // prettier-ignore
  });

  test('a zero vector has no direction', () => {
    expect(cosines([[0, 0], [1, 1]])).toEqual([NaN, NaN, NaN, 1]); // prettier-ignore
  });

  test('a statement without tokens has an empty map', () => {
    expect(cosines([])).toEqual([]);
  });
});

describe('centred', () => {
  const cosines = (rows: [number, number][]) => mapOf(centredValueCosines, rows);

  test('what all tokens share does not make them alike', () => {
    // Less their mean (100, 0) these are (0, 1), (0, -1), (1, 0) and (-1, 0).
    const rows: [number, number][] = [[100, 1], [100, -1], [101, 0], [99, 0]]; // prettier-ignore
    expect(cosines(rows)).toEqual(
      [1, -1, 0, 0, -1, 1, 0, 0, 0, 0, 1, -1, 0, 0, -1, 1].map(
        (cosine) => expect.closeTo(cosine, 6) as number,
      ),
    );
    expect(Math.min(...mapOf(valueWeightedAttention, rows))).toBeGreaterThan(0.999);
  });

  test('by plain loops, on vectors that share most of their content', () => {
    const rows = Array.from({ length: 5 }, (_, i): [number, number] => [4 + Math.sin(7 * i + 1), Math.cos(3 * i)]); // prettier-ignore
    const z = rows.map((row) => row.map(Math.fround));
    const mean = [0, 1].map((c) => z.reduce((sum, row) => sum + (row[c] ?? NaN), 0) / z.length);
    const centred = z.map((row) => row.map((value, c) => value - (mean[c] ?? NaN)));
    const dot = (a: number[], b: number[]) => a.reduce((sum, value, c) => sum + value * (b[c] ?? NaN), 0);
    const expected = centred.flatMap((a) => centred.map((b) => dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b))));
    cosines(rows).forEach((cosine, at) => expect(cosine).toBeCloseTo(expected[at] ?? NaN, 6));
  });

  test('a vector at the mean has no direction, also where rounding leaves something of it', () => {
    expect(cosines([[1, 0], [-1, 0], [0, 0]])).toEqual([1, -1, NaN, -1, 1, NaN, NaN, NaN, NaN]); // prettier-ignore
    expect(cosines([[0.1, 0.7], [0.1, 0.7], [0.1, 0.7]]).every(Number.isNaN)).toBe(true); // prettier-ignore
    // 1 in 4 million off: less than a float32 of this size can tell.
    expect(cosines([[4, 0], [4.000001, 0]]).every(Number.isNaN)).toBe(true); // prettier-ignore
    expect(cosines([[3, 4]])).toEqual([NaN]);
  });

  test('a zero vector has a direction from the mean', () => {
    expect(cosines([[0, 0], [2, 0]])).toEqual([1, -1, -1, 1]); // prettier-ignore
  });
});
