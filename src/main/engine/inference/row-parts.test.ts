import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { joinRows, partsOfRows, rowsOf } from './row-parts.ts';

/** At 10 tokens: 4 × (10 × 8 + 3 × 10 × 10) = 1,520 bytes a row. */
const AXES = new Map([
  ['resid', ['batch', 'pos', 8]],
  ['pattern', ['batch', 3, 'pos', 'pos']],
]);
const ROW = 1520;

describe('parts', () => {
  it.each([
    [7, 7 * ROW, [7]],
    [7, 7 * ROW - 1, [4, 3]],
    [7, 3 * ROW, [3, 3, 1]],
    [4, 3 * ROW, [2, 2]],
    [3, ROW - 1, [1, 1, 1]],
    [1, 1, [1]],
  ])('%d rows in %d bytes', (rows, bytes, counts) => {
    expect(partsOfRows(AXES, { rows, length: 10 }, bytes).map(({ count }) => count)).toEqual(counts);
  });

  it('grow with the square of the length', () => {
    const count = (length: number) => partsOfRows(AXES, { rows: 100, length }, 100 * ROW).length;
    expect([count(10), count(20), count(40)]).toEqual([1, 4, 15]);
  });

  it('are one, where something is not by row', () => {
    const axes = new Map([...AXES, ['table', [1000, 1000]]]);
    expect(partsOfRows(axes, { rows: 3, length: 10 }, 1)).toEqual([{ first: 0, count: 3 }]);
  });

  it('have every row once, in order, and no more bytes than they may', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: ROW, max: 50 * ROW }),
        (rows, bytes) => {
          const parts = partsOfRows(AXES, { rows, length: 10 }, bytes);
          const all = parts.flatMap(({ first, count }) =>
            Array.from({ length: count }, (_, row) => first + row),
          );
          expect(all).toEqual(Array.from({ length: rows }, (_, row) => row));
          for (const { count } of parts) expect(count * ROW).toBeLessThanOrEqual(bytes);
        },
      ),
    );
  });
});

test('rows are cut and joined again, and what is the same for all rows stays whole', () => {
  const whole = { dims: [3, 2], data: Float32Array.of(1, 2, 3, 4, 5, 6) };
  const parts = [rowsOf(whole, 3, { first: 0, count: 2 }), rowsOf(whole, 3, { first: 2, count: 1 })];
  expect(parts.map(({ dims, data }) => [dims, [...data]])).toEqual([
    [
      [2, 2],
      [1, 2, 3, 4],
    ],
    [
      [1, 2],
      [5, 6],
    ],
  ]);
  expect(joinRows(parts)).toEqual(whole);
  const forAll = { dims: [1, 2], data: Float32Array.of(1, 2) };
  expect(rowsOf(forAll, 3, { first: 2, count: 1 })).toEqual(forAll);
});
