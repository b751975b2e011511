import { expect, test } from 'vitest';
import { type FlagRate, flagRate, shareBeyond } from './flag-rate.ts';
import { goldenCases, isGolden } from './golden.example.ts';

interface Input {
  readonly x: (number | null)[];
  readonly y: (number | null)[];
  readonly above: boolean;
}

const column = (values: readonly (number | null)[]) => Float64Array.from(values, (value) => value ?? NaN);

test.each(goldenCases<Input, FlagRate>('flag_rate'))('$name', ({ input, expected }) => {
  const result = flagRate(column(input.x), column(input.y), input.above);
  for (const part of ['threshold', 'set', 'control'] as const) {
    expect(result[part]).toSatisfy((value: number | null) => isGolden(value, expected[part]));
  }
});

test('a value at the threshold is not beyond it', () => {
  const equal = new Float64Array(4).fill(0.5);
  expect(flagRate(equal, equal, true)).toEqual({ threshold: 0.5, set: 0, control: 0 });
  expect(shareBeyond(Float64Array.of(0.3, NaN, 0.4), 0.3, true)).toBe(0.5);
});

test('without a control there is no threshold, without values no rate', () => {
  expect(flagRate(column([1, 2]), column([null]), true)).toEqual({
    threshold: null,
    set: null,
    control: null,
  });
  expect(flagRate(column([null]), column([1, 2]), false)).toMatchObject({ set: null, control: 0.5 });
});
