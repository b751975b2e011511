import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inTurns } from '../threads/turns.ts';
import { sortInTurns } from './sort-in-turns.ts';

test('sorts as the language does, equal ones in the order in which they were', async () => {
  const keys = fc.array(fc.nat({ max: 50 }), { maxLength: 9000, size: 'max' });
  await fc.assert(
    fc.asyncProperty(keys, async (drawn) => {
      const items = drawn.map((key, index) => ({ key, index }));
      const compare = (a: { key: number }, b: { key: number }) => a.key - b.key;
      expect(await inTurns(sortInTurns(items, compare))).toEqual(items.toSorted(compare));
    }),
    { numRuns: 10 },
  );
});
