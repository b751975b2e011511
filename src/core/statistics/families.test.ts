import { expect, test } from 'vitest';
import { needsMoreArrangements } from './families.ts';
import { goldenCases } from './golden.example.ts';

interface Raise {
  readonly p: readonly (number | null)[];
  readonly q: readonly number[];
  readonly n: number;
}

test.each(goldenCases<Raise, { columns: number[] }>('raise_permutations'))('$name', ({ input, expected }) => {
  const raised = input.p.flatMap((p, column) =>
    p !== null &&
    needsMoreArrangements({ p, arrangements: input.n, exact: false }, input.q[column]!, 1_000_000)
      ? [column]
      : [],
  );
  expect(raised).toEqual(expected.columns);
});

test('exact tests are as they are, and there is a most', () => {
  const atFloor = { p: 2 / 10_001, arrangements: 10_000 };
  expect(needsMoreArrangements({ ...atFloor, exact: true }, 0.5, 1_000_000)).toBe(false);
  expect(needsMoreArrangements({ ...atFloor, exact: false }, 0.5, 100_000)).toBe(true);
  expect(needsMoreArrangements({ ...atFloor, exact: false }, 0.5, 99_999)).toBe(false);
});
