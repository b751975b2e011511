import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SortedRows, type SortKey } from './sorted-rows.ts';

function plain(rows: Uint32Array, keys: readonly SortKey[]): number[] {
  return [...rows].toSorted((one, other) => {
    for (const { values, descending } of keys) {
      const [left = Number.NaN, right = Number.NaN] = [values[one], values[other]];
      if (left === right || (Number.isNaN(left) && Number.isNaN(right))) continue;
      if (Number.isNaN(left) || Number.isNaN(right)) return Number.isNaN(left) ? 1 : -1;
      return descending ? right - left : left - right;
    }
    return one - other;
  });
}

/** Few values, so that there are ties; some undefined; some far from all others. */
const value = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constant(Number.NaN),
  fc.constant(0.25),
);

test('any page of any order is that of a plain sort, and so is the place of any row', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 1500 }).chain((length) =>
        fc.record({
          first: fc.array(value, { minLength: length, maxLength: length }),
          second: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: length, maxLength: length }),
          third: fc.array(value, { minLength: length, maxLength: length }),
          descending: fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()),
          order: fc.shuffledSubarray([0, 1, 2]),
          pages: fc.array(fc.nat({ max: Math.max(0, length) }), { minLength: 1, maxLength: 5 }),
        }),
      ),
      ({ first, second, third, descending, order, pages }) => {
        const keys = order.map((index) => ({
          values: [first, second, third][index] ?? [],
          descending: descending[index] ?? false,
        }));
        const rows = Uint32Array.from(first.keys()).filter((row) => row % 5 !== 2);
        const expected = plain(rows, keys);
        const sorted = new SortedRows(rows.slice(), keys);
        for (const page of pages) {
          expect([...sorted.slice(page, page + 20)]).toEqual(expected.slice(page, page + 20));
          const row = expected[page];
          if (row !== undefined) expect(sorted.placeOf(row)).toBe(page);
        }
        expect([...sorted.slice(0, rows.length)]).toEqual(expected);
        expect(sorted.placeOf(2)).toBe(-1);
      },
    ),
    { numRuns: 60 },
  );
});

test('rows that are all equal by one key are sorted by the next', () => {
  const rows = Uint32Array.from({ length: 2000 }, (_, row) => row);
  const keys = [
    { values: new Float64Array(2000).fill(7), descending: true },
    { values: Float64Array.from({ length: 2000 }, (_, row) => row % 7), descending: true },
  ];
  expect([...new SortedRows(rows.slice(), keys).slice(0, 3)]).toEqual([6, 13, 20]);
});

test('no key leaves the rows as they are', () => {
  expect([...new SortedRows(Uint32Array.of(2, 5, 9), []).slice(1, 3)]).toEqual([5, 9]);
});
