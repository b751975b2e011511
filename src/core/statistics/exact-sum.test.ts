import { fsum } from 'd3-array';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { exactSum } from './exact-sum.ts';

it('rounds once', () => {
  expect(exactSum(Float64Array.of(1e16, 1, 1e-16))).toBe(10000000000000002);
  expect(exactSum(Float64Array.from({ length: 10 }, () => 0.1))).toBe(1);
  expect(exactSum(Float64Array.of(1e100, 1, -1e100))).toBe(1);
  expect(exactSum(new Float64Array())).toBe(0);
});

it('gives what d3-array gives', () => {
  const value = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e150, max: 1e150 });
  fc.assert(
    fc.property(
      fc.array(fc.oneof(value, fc.double({ min: -1, max: 1, noNaN: true })), { maxLength: 200 }),
      (values) => {
        expect(exactSum(Float64Array.from(values)) + 0).toBe(fsum(values) + 0);
      },
    ),
  );
});
