import { expect, test } from 'vitest';
import { DEFAULT_CHOICE } from '../statistics/comparison-choice.ts';
import { designRuns } from './runs-design.ts';
import { examplePair } from '../statistics/compared-pair.example.ts';
import { pairs, run, designed, columnsOf, neutralsOf } from './compared-runs.example.ts';

test('the same pairs are compared each with itself, whatever their order; others are left out and counted', () => {
  const made = designed(run({ set: pairs('abcdef') }), run({ set: pairs('fedcbx') }));
  expect(made.design).toMatchObject({
    as: 'paired',
    by: 'heads',
    shared: 5,
    pairs: [6, 6],
    compared: [5, 5],
  });
  const missing = [{ reason: 'not-in-both', pairs: 1 }];
  expect(made.design.leftOut).toEqual([missing, missing]);
  expect([...made.rows.set[0]]).toEqual([1, 2, 3, 4, 5]);
  expect([...made.rows.set[1]]).toEqual([4, 3, 2, 1, 0]);
});

test('less than half in common are two samples, as are fewer than five pairs', () => {
  expect(
    designed(run({ set: pairs('abcdefghijk') }), run({ set: pairs('abcdeuvwxyz') })).design,
  ).toMatchObject({
    as: 'two-sample',
    shared: 5,
  });
  expect(designed(run({ set: pairs('abcd') }), run({ set: pairs('abcd') })).design.as).toBe('two-sample');
});

test('heads of two models are refused; with other pairs as well nothing is tested', () => {
  const other = { sameHeads: false };
  expect(designed(run({}), run({}), other).design).toMatchObject({ as: 'paired', by: 'quantities' });
  expect(designed(run({}), run({}), other).design.refused).toHaveLength(1);
  const apart = designed(run({}), run({ set: pairs('vwxyz') }), other);
  expect(apart.design).toMatchObject({ as: 'described', beyond: 'none' });
  expect(apart.design.refused).toHaveLength(2);
  expect(columnsOf(apart, {}, {})).toMatchObject({ difference: null, outcome: 'no test' });
});

test('a pair that is compared with itself is alike in length: that it is not adjusted is said', () => {
  const one = run({});
  const choice = { ...DEFAULT_CHOICE, covariates: ['length' as const] };
  const { design } = designRuns(
    { first: one, second: one, sameHeads: true, hasRanks: true },
    { beyond: 'auto', choice },
  );
  expect(design.adjustment.join(' ')).toMatch(/^Not adjusted for .*: each pair is compared with itself\.$/);
});

/** Pairs that insert two tokens, which no other pair of a run does. */
function longer(keys: string, from: number) {
  return [...keys].map((key, place) => ({ ...examplePair({ position: from + place, inserted: 2 }), key }));
}

test('pairs that are left out are counted by why, and together they are all that are not compared', () => {
  const shared = pairs('abcdef');
  const twice = designed(
    run({ set: [...shared, ...pairs('a', 6), ...pairs('x', 7)], neutral: neutralsOf(pairs('abcde')) }),
    run({ set: shared, neutral: neutralsOf(shared) }),
  ).design;
  expect(twice).toMatchObject({ as: 'paired', beyond: 'neutral', pairs: [8, 6], compared: [5, 5] });
  expect(twice.leftOut).toEqual([
    [
      { reason: 'not-in-both', pairs: 1 },
      { reason: 'repeated', pairs: 1 },
      { reason: 'neutral', pairs: 1 },
    ],
    [{ reason: 'neutral', pairs: 1 }],
  ]);

  const [first, second] = [[...pairs('abcdefg'), ...longer('hij', 7)], pairs('qrstuvw')];
  const neutral = [
    ...neutralsOf(pairs('abcdef')),
    ...[7, 8, 9].map((position) => examplePair({ position, inserted: 2 })),
  ];
  const samples = designed(run({ set: first, neutral }), run({ set: second, neutral: neutralsOf(second) }));
  expect(samples.design).toMatchObject({ as: 'two-sample', beyond: 'neutral', compared: [6, 7] });
  expect(samples.design.leftOut).toEqual([
    [
      { reason: 'neutral', pairs: 1 },
      { reason: 'shape', pairs: 3 },
    ],
    [],
  ]);
});
