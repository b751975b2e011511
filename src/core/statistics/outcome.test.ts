import { describe, expect, test } from 'vitest';
import { goldenCases } from './golden.example.ts';
import {
  type ChangeDirection,
  isFound,
  isUnresolved,
  type KnownTo,
  type Outcome,
  outcomeOf,
} from './outcome.ts';

/** Known to so much on either side; without, to the last bit. */
function at(value: number | null, width: number | null = null, resolution: number | null = null): KnownTo {
  const end = (by: number) => (value === null || width === null ? null : value + by * width);
  return { value, low: end(-1), high: end(1), resolution };
}

interface Input {
  readonly q: number | null;
  readonly q_equivalent: number | null;
  readonly d: number | null;
}

describe('what is said of a head', () => {
  test.each(goldenCases<Input, Outcome>('outcome'))('$name, d $input.d', ({ input, expected }) => {
    const { q, q_equivalent: qEquivalent, d } = input;
    // Cases of q alone: the interval is where the difference is.
    expect(outcomeOf({ q, qEquivalent, margin: null, difference: at(d), change: 'high' })).toBe(expected);
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
  expect(outcomeOf({ q: 0.001, qEquivalent: null, margin: null, difference: at(difference), change })).toBe(
    said,
  );
});

test('equivalence alone is enough for a word', () => {
  const rest = { margin: 0.1, difference: at(0), change: 'high' } as const;
  expect(outcomeOf({ q: null, qEquivalent: 0.05, ...rest })).toBe('does not respond');
  expect(outcomeOf({ q: null, qEquivalent: 0.051, ...rest })).toBe('not enough data');
});

describe('a difference is found', () => {
  test.each([
    ['test and interval', at(0.2, 0.1), 0.05, true],
    ['below 0 too', at(-0.2, 0.1), 0.05, true],
    // With few clusters: 0.012 [-0.002, 0.036], q 0.047.
    ['not by the test alone', { value: 0.012, low: -0.002, high: 0.036, resolution: null }, 0.047, false],
    ['not by the interval alone', at(0.2, 0.1), 0.051, false],
    ['not without a test', at(0.2, 0.1), null, false],
    ['where all pairs differ by the same, without an interval', at(0.2), 0.03, true],
    ['not where none differs', at(0), 0.03, false],
    ['not where a limit is 0', at(0.1, 0.1), 0.001, false],
    ['beyond what is resolved', at(0.2, 0.1, 0.09), 0.001, true],
    ['not where the interval reaches what is resolved', at(0.2, 0.1, 0.1001), 0.001, false],
  ])('%s', (_, difference, q, found) => {
    expect(isFound(difference, q)).toBe(found);
    const said = outcomeOf({ q, qEquivalent: null, margin: null, difference, change: 'high' });
    expect(said === 'more' || said === 'less').toBe(found);
  });
});

describe('what the measurement does not resolve', () => {
  const said = (
    difference: KnownTo,
    q: number | null,
    rest: { qEquivalent?: number; margin?: number } = {},
  ) => outcomeOf({ q, qEquivalent: null, margin: null, change: 'high', difference, ...rest });

  test('is neither more nor undecided, whatever its q: errors are the same each time', () => {
    const tiny = at(2e-9, 2e-9, 1e-7);
    expect(isUnresolved(tiny)).toBe(true);
    expect(said(tiny, 0.018)).toBe('below what the measurement resolves');
    expect(said(tiny, 0.6)).toBe('below what the measurement resolves');
    expect(said(tiny, null)).toBe('no test');
  });
  test('is so only with its whole interval', () => {
    expect(said(at(2e-9, 2e-7, 1e-7), 0.6)).toBe('not enough data');
    expect(said(at(2e-9, 2e-9), 0.018)).toBe('not enough data');
  });
  test('an equal difference of all pairs is known to the last bit; of none it is the same with both', () => {
    expect(said(at(1e-9, null, 1e-7), 0.03)).toBe('below what the measurement resolves');
    expect(isUnresolved(at(0, null, 1e-7))).toBe(false);
  });
  test('a smallest effect that is resolved says more; one that is not says nothing', () => {
    expect(said(at(2e-9, 2e-9, 1e-7), 0.6, { qEquivalent: 0.01, margin: 0.01 })).toBe('does not respond');
    expect(said(at(2e-9, 2e-9, 1e-7), 0.6, { qEquivalent: 0.01, margin: 1e-8 })).toBe(
      'below what the measurement resolves',
    );
  });
});
