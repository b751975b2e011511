import { describe, expect, test } from 'vitest';
import { goldenCases } from './golden.example.ts';
import { type ChangeDirection, type Outcome, outcomeOf } from './outcome.ts';

interface Input {
  readonly q: number | null;
  readonly q_equivalent: number | null;
  readonly d: number | null;
}

describe('what is said of a head', () => {
  test.each(goldenCases<Input, Outcome>('outcome'))('$name, d $input.d', ({ input, expected }) => {
    const { q, q_equivalent: qEquivalent, d: difference } = input;
    expect(outcomeOf({ q, qEquivalent, difference, change: 'high' })).toBe(expected);
  });
});

test.each<[ChangeDirection, number, Outcome]>([
  ['high', 0.2, 'more'],
  ['high', -0.2, 'less'],
  // A similarity is 1 without a change: less of it is more change.
  ['low', -0.2, 'more'],
  ['low', 0.2, 'less'],
  ['either', 0.2, 'more'],
  ['either', -0.2, 'less'],
])('change shows as %s values: a difference of %d is "%s"', (change, difference, said) => {
  expect(outcomeOf({ q: 0.001, qEquivalent: null, difference, change })).toBe(said);
});

test('equivalence alone is enough for a word', () => {
  const rest = { difference: 0, change: 'high' } as const;
  expect(outcomeOf({ q: null, qEquivalent: 0.05, ...rest })).toBe('does not respond');
  expect(outcomeOf({ q: null, qEquivalent: 0.051, ...rest })).toBe('not enough data');
});
