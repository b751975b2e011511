import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sortEnds } from './sort-ends.ts';

it('sorts as far as asked from both ends, and loses nothing', () => {
  const value = fc.oneof(fc.double({ noNaN: true }), fc.constantFrom(0, 1, 1, Infinity, -Infinity));
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 200 }), fc.nat(60), (values, count) => {
      // 0 and -0 are one value to it.
      const alike = values.map((own) => own + 0);
      const sorted = Float64Array.from(alike).sort();
      const ends = sortEnds(Float64Array.from(alike), Math.min(count, values.length));
      const shown = Math.min(count, values.length);
      expect([...ends.slice(0, shown)]).toEqual([...sorted.slice(0, shown)]);
      expect([...ends.slice(values.length - shown)]).toEqual([...sorted.slice(values.length - shown)]);
      expect([...ends].sort((a, b) => a - b)).toEqual([...sorted].sort((a, b) => a - b));
    }),
  );
});
