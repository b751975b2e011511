import { expect, test } from 'vitest';
import { unknownStatistics } from '../../statistics/column-statistics.ts';
import { finish } from '../../statistics/steps.ts';
import { examplePair } from '../statistics/compared-pair.example.ts';
import { DEFAULT_CHOICE } from '../statistics/comparison-choice.ts';
import { exampleRow } from '../statistics/statistics-row.example.ts';
import {
  beyondControlOf,
  compareColumns,
  differenceOfDifferences,
  type ValuesOfRun,
} from './compare-columns.ts';
import type { HeadOfRuns, NamedRun, RunsCompared } from './compared-runs.ts';
import {
  layersOfModel,
  meansOfHeads,
  quantilesOfHeads,
  quantitiesOfPairs,
  sharedQuantities,
} from './model-quantities.ts';
import { settingsOfRuns } from './run-settings.ts';
import { runsCsv } from './runs-csv.ts';
import { designRuns, type KeyedPair, type PairsOfOneRun } from './runs-design.ts';
import { describeRuns } from './runs-findings.ts';

/** Pairs that are called by `keys`; each inserts a token. */
function pairs(keys: string, from = 0): KeyedPair[] {
  return [...keys].map((key, place) => ({
    ...examplePair({ position: from + place, inserted: 1 }),
    key,
  }));
}

function neutralsOf(set: readonly KeyedPair[]) {
  return set.map(({ position }) => examplePair({ position, inserted: 1 }));
}

const run = (parts: Partial<PairsOfOneRun>): PairsOfOneRun => ({
  set: pairs('abcde'),
  neutral: [],
  control: null,
  ...parts,
});

function designed(
  first: PairsOfOneRun,
  second: PairsOfOneRun,
  { sameHeads = true, beyond = 'auto' }: { sameHeads?: boolean; beyond?: 'auto' | 'none' } = {},
) {
  return designRuns(
    { first, second, sameHeads, hasRanks: true },
    { beyond, choice: { ...DEFAULT_CHOICE, comparison: 'auto' } },
  );
}

const COLUMN = { family: 'metric', change: 'high', range: [0, 10] } as const;

function columnsOf(
  made: ReturnType<typeof designed>,
  first: Partial<Record<keyof ValuesOfRun, number[]>>,
  second: Partial<Record<keyof ValuesOfRun, number[]>>,
) {
  const values = ({ set = [], neutral, control }: typeof first): ValuesOfRun => ({
    set: Float64Array.from(set),
    neutral: neutral === undefined ? null : Float64Array.from(neutral),
    control: control === undefined ? null : Float64Array.from(control),
  });
  const [column] = finish(
    compareColumns({
      columns: [COLUMN],
      ...made,
      values: [values(first), values(second)],
      seed: 1,
      permutations: 999,
    }),
  );
  return column;
}

test('the same pairs are compared each with itself, whatever their order; others are left out and counted', () => {
  const made = designed(run({ set: pairs('abcdef') }), run({ set: pairs('fedcbx') }));
  expect(made.design).toMatchObject({
    as: 'paired',
    by: 'heads',
    shared: 5,
    pairs: [6, 6],
    compared: [5, 5],
  });
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

test('pair by pair: the mean of the differences, by sign flips of all 32 choices', () => {
  const made = designed(run({}), run({}));
  const [a, b] = [{ set: [3, 5, 4, 6, 7] }, { set: [1, 2, 2, 3, 2] }];
  // Differences 2, 3, 2, 3, 5: mean 3; only all signs alike are as far from 0.
  expect(columnsOf(made, a, b)).toMatchObject({
    first: 5,
    second: 2,
    difference: 3,
    compared: 5,
    share_up: 1,
    p: 2 / 32,
    arrangements: 32,
    q: 2 / 32,
    outcome: 'not enough data',
  });
  expect(columnsOf(made, b, a)).toMatchObject({ first: 2, second: 5, difference: -3, p: 2 / 32 });
});

test('beyond neutral changes: what each pair changes more than its neutral, less the same in the other run', () => {
  const set = pairs('abcde');
  const one = run({ set, neutral: neutralsOf(set) });
  const made = designed(one, one);
  expect(made.design).toMatchObject({ as: 'paired', beyond: 'neutral', whyNotBeyond: null });
  const found = columnsOf(
    made,
    { set: [3, 5, 4, 6, 7], neutral: [1, 1, 1, 1, 1] },
    { set: [4, 4, 4, 4, 4], neutral: [3, 2, 3, 3, 4] },
  );
  // 2, 4, 3, 5, 6 less 1, 2, 1, 1, 0: 1, 2, 2, 4, 6.
  expect(found).toMatchObject({ first: 4, second: 1, difference: 3, p: 2 / 32 });
  expect(designed(one, one, { beyond: 'none' }).design.beyond).toBe('none');
});

test('too few neutral changes: how many each run has of two samples, how many both have pair by pair', () => {
  const [set, other] = [pairs('abcdef'), pairs('uvwxyz')];
  const three = run({ set, neutral: neutralsOf(set).slice(0, 3) });
  const six = run({ set: other, neutral: neutralsOf(other) });
  expect(designed(three, six).design.whyNotBeyond).toBe(
    '3 pairs of the first run and 6 pairs of the second have a neutral change of the same shape; a comparison beyond them wants 5: the values themselves are compared.',
  );
  const one = run({ set, neutral: neutralsOf(set).slice(0, 1) });
  expect(designed(one, three).design.whyNotBeyond).toBe(
    'Only 1 pair has a neutral change of the same shape in both runs; a comparison beyond them wants 5: the values themselves are compared.',
  );
});

test('beyond control pairs that both have: set and control hold differences of the runs', () => {
  const one = run({ control: pairs('klmno') });
  const made = designed(one, one);
  expect(made.design).toMatchObject({ as: 'paired', beyond: 'control', matching: { kind: 'matched' } });
  const found = columnsOf(
    made,
    { set: [6, 7, 8, 7, 7], control: [2, 1, 2, 3, 2] },
    { set: [4, 4, 4, 4, 4], control: [1, 1, 1, 1, 1] },
  );
  // 7 − 2 in the first, 4 − 1 in the second; arrangements: 10 over 5.
  expect(found).toMatchObject({ first: 5, second: 3, difference: 2, arrangements: 252 });
});

test('heads of one model beyond control pairs that both have: matched by shape as the comparison is', () => {
  const shaped = (keys: string, inserted: number): KeyedPair[] =>
    [...keys].map((key) => ({ ...examplePair({ inserted }), key }));
  const one = run({
    set: [...shaped('abcde', 1), ...shaped('fghij', 2)],
    control: [...shaped('klmno', 1), ...shaped('0123456789', 2)],
  });
  const made = designed(one, one, { sameHeads: false });
  expect(made.design).toMatchObject({ beyond: 'control', matching: { kind: 'matched' } });
  const values: ValuesOfRun = {
    set: Float64Array.of(6, 6, 6, 6, 6, 10, 10, 10, 10, 10),
    neutral: null,
    control: Float64Array.of(1, 1, 1, 1, 1, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4),
  };
  // (5 × (6 − 1) + 5 × (10 − 4)) / 10; the plain means would be 8 − 3.
  expect(
    finish(
      beyondControlOf(
        { ...made, columns: [COLUMN], values: [values, values], seed: 1, permutations: 999 },
        1,
      ),
    ),
  ).toEqual([5.5]);
});

test('two sets with one control: it takes the same from both, and that is said', () => {
  const control = pairs('klmno');
  const made = designed(run({ control }), run({ set: pairs('vwxyz'), control }));
  expect(made.design).toMatchObject({ as: 'two-sample', beyond: 'none', matching: { kind: 'matched' } });
  expect(made.design.whyNotBeyond).toContain('the same control pairs');
  const found = columnsOf(made, { set: [3, 4, 5, 4, 4] }, { set: [1, 2, 1, 2, 1.5] });
  expect(found).toMatchObject({ first: 4, second: 1.5, difference: 2.5, p: 2 / 252, outcome: 'more' });
});

test('two sets with controls of their own: an interval and no test', () => {
  const made = designed(
    run({ control: pairs('klmno') }),
    run({ set: pairs('vwxyz'), control: pairs('12345') }),
  );
  expect(made.design).toMatchObject({ as: 'two-sample', beyond: 'own-controls' });
  const found = columnsOf(
    made,
    { set: [6, 7, 8, 7, 7], control: [2, 1, 2, 3, 2] },
    { set: [4, 5, 4, 3, 4], control: [1, 2, 1, 0, 1] },
  );
  expect(found).toMatchObject({ first: 5, second: 3, difference: 2, p: null, q: null, outcome: 'no test' });
  expect(found?.difference_ci_low).toBeGreaterThan(0);
});

test("a set that is the other run's control: the difference, and no interval of what moves together", () => {
  const [set, other] = [pairs('abcde'), pairs('vwxyz')];
  const made = designed(run({ set, control: other }), run({ set: other, control: set }));
  expect(made.design).toMatchObject({ as: 'two-sample', beyond: 'own-controls' });
  expect(made.design.refused.join(' ')).toContain('10 pairs of the set of one run are control pairs');
  const [a, b] = [
    [6, 7, 8, 7, 7],
    [2, 1, 2, 3, 2],
  ];
  const found = columnsOf(made, { set: a, control: b }, { set: b, control: a });
  // One difference, 5, with its sign turned.
  expect(found).toMatchObject({
    first: 5,
    second: -5,
    difference: 10,
    difference_se: null,
    difference_ci_kind: 'none',
    difference_ci_low: null,
    difference_ci_high: null,
  });
  const heads = [
    {
      ...exampleRow(0, 0),
      first: 5,
      second: -5,
      difference: 10,
      difference_ci_low: null,
      difference_ci_high: null,
    },
  ];
  const compared = comparedOf({ design: made.design, heads });
  const words = describeRuns({ compared, runs: RUNS, settings: [] });
  expect(words.headline).toContain('neither interval nor test');
  expect(words.caveats.join(' ')).not.toContain('Intervals are 95 %');
});

test('variances of independent differences add up, degrees of freedom are those of Welch and Satterthwaite', () => {
  const side = (difference: number, difference_se: number, difference_dof: number) => ({
    ...unknownStatistics(),
    difference,
    difference_se,
    difference_dof,
    difference_units: 10,
  });
  const found = differenceOfDifferences(side(0.5, 0.3, 4), side(0.2, 0.4, 9), [0, 1]);
  expect(found.difference).toBeCloseTo(0.3, 12);
  expect(found.difference_se).toBeCloseTo(0.5, 12);
  expect(found.difference_dof).toBeCloseTo(0.25 ** 2 / (0.09 ** 2 / 4 + 0.16 ** 2 / 9), 12);
  // t of 12.835 degrees of freedom at 0.975: 2.1632.
  expect(found.difference_ci_high).toBeCloseTo(0.3 + 2.1632 * 0.5, 3);
});

test('models: numbers of a pair over its heads, undefined ones left out', () => {
  const model = { layers: 3, heads: 2 };
  expect(sharedQuantities(model, { layers: 2, heads: 1 })).toEqual(['mean', 'largest', 'lower', 'upper']);
  const values = Float64Array.of(1, 2, 3, NaN, 5, -7);
  const all = ['mean', 'largest', 'lower', 'middle', 'upper'] as const;
  expect([...quantitiesOfPairs(values, model, all, 'high')]).toEqual([0.8, 5, 1.5, 3, -1]);
  expect(quantitiesOfPairs(values, model, ['largest'], 'low')[0]).toBe(-7);
  expect(quantitiesOfPairs(values, model, ['largest'], 'either')[0]).toBe(7);
  const means = meansOfHeads(values, model);
  expect(means).toEqual([
    [1, 2],
    [3, null],
    [5, -7],
  ]);
  expect(quantilesOfHeads(means)[3]).toBe(2);
  expect(layersOfModel(means, 'high')[2]).toEqual({ layer: 2, depth: 2.5 / 3, mean: -1, most: 5 });
});

const RUNS: readonly [NamedRun, NamedRun] = [
  { id: 3, model: 'tiny', set: 'negation', controlSet: null },
  { id: 4, model: 'tiny', set: 'agreement', controlSet: null },
];

function comparedOf(parts: Partial<RunsCompared>): RunsCompared {
  const { design } = designed(run({}), run({}));
  return { metric: 'attention_js_divergence', design, heads: [], quantities: [], means: [[], []], ...parts };
}

test('in words: counts of heads by direction, the furthest of each, what was compared', () => {
  const heads = [
    {
      ...exampleRow(0, 0),
      first: 5,
      second: 2,
      difference: 3,
      difference_ci_low: 1,
      difference_ci_high: 5,
      q: 0.01,
      outcome: 'more' as const,
    },
    { ...exampleRow(0, 1), first: 1, second: 2, difference: -1, q: 0.02, outcome: 'less' as const },
    {
      ...exampleRow(1, 0),
      first: 1,
      second: 1,
      difference: 0.1,
      q: 0.6,
      outcome: 'not enough data' as const,
    },
  ];
  // Of two models: what is more is named, as many as there are.
  const quantities = (['mean', 'largest', 'lower'] as const).map((quantity) => ({
    ...exampleRow(0, 0),
    first: 2,
    second: 1,
    difference: 1,
    q: 0.01,
    outcome: 'more' as const,
    quantity,
  }));
  const models = comparedOf({ quantities });
  expect(
    describeRuns({
      compared: { ...models, design: { ...models.design, by: 'quantities' } },
      runs: RUNS,
      settings: [],
    }).headline,
  ).toBe(
    'The mean over all heads, the head that changes most and the mean over the lower layers change more in run 3 than in run 4.',
  );
  const compared = comparedOf({ heads });
  const found = describeRuns({ compared, runs: RUNS, settings: [] });
  expect(found.headline).toBe('1 head changes more in run 3 than in run 4 and 1 less; 1 is undecided.');
  expect(found.details).toEqual([
    'Furthest ahead in run 3 is L0 H0: 5.00 bits against 2.00, a difference of 3.00 [1.00, 5.00] bits.',
    'Furthest ahead in run 4 is L0 H1: 1.00 bits against 2.00, a difference of −1.00 bits.',
  ]);
  expect(
    describeRuns({
      compared: { ...compared, design: { ...compared.design, beyond: 'neutral', whyNotBeyond: null } },
      runs: RUNS,
      settings: [],
    }).headline,
  ).toBe('Beyond the control, 1 head changes more in run 3 than in run 4 and 1 less; 1 is undecided.');
  expect(found.compared[1]).toBe('5 pairs, each with itself in the other run; sign flips.');
  const small = compared.heads.map((row) => ({
    ...row,
    margin: 0.05,
    outcome: 'does not respond' as const,
  }));
  const withMargin = describeRuns({ compared: { ...compared, heads: small }, runs: RUNS, settings: [] });
  expect(withMargin.headline).toContain('; 3 are shown to differ by less than the smallest effect.');
  expect(withMargin.compared.at(-1)).toBe(
    'The smallest effect of interest is ±0.050 bits: a head is shown to differ by less by tests of equivalence, q ≤ 0.05.',
  );
  expect(found.caveats).toContain('Neither run has a control: the values themselves are compared.');
  expect(runsCsv(compared).split('\n')[1]).toMatch(/^0,0,attention_js_divergence,5,2,/);
});

test('of two models, what is shown to differ by less than the smallest effect is said, and called a number', () => {
  const { design } = comparedOf({});
  const of = (...outcomes: HeadOfRuns['outcome'][]) =>
    describeRuns({
      compared: comparedOf({
        design: { ...design, by: 'quantities' },
        quantities: (['mean', 'largest', 'lower'] as const).map((quantity, at) => ({
          ...exampleRow(0, 0),
          first: 2,
          second: 1,
          difference: 1,
          margin: 0.05,
          outcome: outcomes[at] ?? 'not enough data',
          quantity,
        })),
      }),
      runs: RUNS,
      settings: [],
    });
  const equal = 'does not respond';
  const small = 'differs by less than the smallest effect of interest';
  expect(of(equal, equal, small).headline).toBe(
    'No difference between run 3 and run 4 is found that is as large as the smallest effect, over all heads or by depth; 3 of 3 numbers are shown to differ by less than the smallest effect.',
  );
  expect(of('more', equal).headline).toBe(
    'The mean over all heads changes more in run 3 than in run 4; 1 of 3 numbers is undecided, 1 of 3 numbers is shown to differ by less than the smallest effect.',
  );
  expect(of().headline).toBe('No difference between run 3 and run 4 is found, over all heads or by depth.');
  expect(of(equal).compared.at(-1)).toContain('a number is shown to differ by less');
});

test('settings: what differs, and whether the metric is another one by it', () => {
  const provenance = {
    setHash: 'a',
    controlSetHash: null,
    weightsHash: 'w',
    tokenizerHash: 't',
    alignment: 'auto',
    queries: 'all' as const,
    keep: 'none',
    seed: 1,
    comparison: DEFAULT_CHOICE,
    pairlensVersion: '1',
    ortVersion: '1',
  };
  const one = { set: { name: 's' }, controlSet: null, model: { name: 'm' }, provenance };
  const settings = settingsOfRuns(one, {
    ...one,
    provenance: { ...provenance, queries: 'last', alignment: 'position', seed: 2 },
  });
  expect(settings.filter(({ differs }) => differs).map(({ name }) => name)).toEqual([
    'Queries',
    'Alignment',
    'Seed',
  ]);
  const { caveats } = describeRuns({ compared: comparedOf({}), runs: RUNS, settings });
  expect(caveats).toContain(
    'Not the same in both runs: alignment (auto; position). The metric is another quantity in each run, and the difference is of both.',
  );
});

test('two samples that differ in length alone are the same when they are adjusted for it', () => {
  const ofLengths = (keys: string, lengths: readonly number[]) =>
    [...keys].map((key, place) => ({
      ...examplePair({ position: place, inserted: 1, length: lengths[place] ?? 8 }),
      key,
    }));
  // Each length twice; the values of the two lie 0.1 to either side of half of it.
  const twice = (from: number) => Array.from({ length: 12 }, (_, at) => from + Math.floor(at / 2));
  const [short, long] = [twice(6), twice(9)];
  const valuesOf = (lengths: readonly number[], more: number) =>
    lengths.map((length, at) => length / 2 + more + (at % 2 === 0 ? 0.1 : -0.1));
  const runs = [
    run({ set: ofLengths('abcdefghijkl', long) }),
    run({ set: ofLengths('mnopqrstuvwx', short) }),
  ] as const;
  const made = (covariates: readonly 'length'[]) =>
    designRuns(
      { first: runs[0], second: runs[1], sameHeads: true, hasRanks: true },
      {
        beyond: 'auto',
        choice: { ...DEFAULT_CHOICE, covariates: [...covariates], adjustment: 'regression' },
      },
    );
  const values = [{ set: valuesOf(long, 1.25) }, { set: valuesOf(short, 0) }] as const;
  expect(columnsOf(made([]), ...values)?.difference).toBeCloseTo(1.25 + 3 / 2, 12);
  expect(columnsOf(made(['length']), ...values)?.difference).toBeCloseTo(1.25, 12);
  expect(made(['length']).design.adjustment).toEqual(['Adjusted by regression for length.']);
  expect(made([]).design.adjustment).toEqual([]);
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

test('what is surely smaller than the smallest effect of interest is called none, by two tests of one side each', () => {
  const keys = 'abcdefghijklmnopqrstuvwxyz';
  const made = designed(run({ set: pairs(keys) }), run({ set: pairs(keys) }));
  // Differences of 0.01 and -0.01 in turns: mean 0, standard deviation 0.0102, of 26 pairs.
  const [a, b] = [[...keys].map((_, at) => 5 + (at % 2 === 0 ? 0.01 : -0.01)), [...keys].map(() => 5)];
  const values = (margin: number) =>
    finish(
      compareColumns({
        columns: [COLUMN],
        ...made,
        values: [
          { set: Float64Array.from(a), neutral: null, control: null },
          { set: Float64Array.from(b), neutral: null, control: null },
        ],
        seed: 1,
        permutations: 999,
        margin,
      }),
    )[0];
  expect(values(0)).toMatchObject({ margin: null, p_equivalent: null, outcome: 'not enough data' });
  expect(values(0.05)).toMatchObject({ margin: 0.05, outcome: 'does not respond' });
  expect(values(0.05)?.p_equivalent).toBeLessThan(1e-3);
  // Not where the margin is within what is uncertain.
  expect(values(0.001)).toMatchObject({ margin: 0.001, outcome: 'not enough data' });
});
