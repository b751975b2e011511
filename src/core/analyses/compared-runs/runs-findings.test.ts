import { expect, test } from 'vitest';
import { DEFAULT_CHOICE } from '../statistics/comparison-choice.ts';
import { exampleRow } from '../statistics/statistics-row.example.ts';
import type { HeadOfRuns } from './compared-runs.ts';
import { settingsOfRuns } from './run-settings.ts';
import { runsCsv } from './runs-csv.ts';
import { describeRuns } from './runs-findings.ts';
import { captionOfRuns } from './runs-words.ts';
import { partOfRun } from '../../figures/part-of-run.ts';
import { RUNS, comparedOf } from './compared-runs.example.ts';

const PROVENANCE = {
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
    'Without a control, the mean over all heads (by 1.00 bits) and the mean over the lower layers (by 1.00 bits) change more in run 3 than in run 4. The strongest head of each pair (by 1.00 bits) changes more in run 3 than in run 4. This rests on 5 pairs.',
  );
  // More heads have a stronger one by chance: where one model has more, the headline itself says so.
  const ofFour = { ...models, means: [[[1, 2, 3, 4]], [[1, 2]]] as const };
  expect(
    describeRuns({
      compared: { ...ofFour, design: { ...models.design, by: 'quantities' } },
      runs: RUNS,
      settings: [],
    }).headline,
  ).toContain(
    'than in run 4 (of 4 heads against 2: the strongest of more heads is stronger by chance alone). This',
  );
  const compared = comparedOf({ heads });
  const found = describeRuns({ compared, runs: RUNS, settings: [] });
  expect(found.headline).toBe(
    'Without a control, 1 head changes more in run 3 than in run 4 and 1 less; 1 is undecided. In size the differences found go from 1.00 bits (L0 H1) to 3.00 bits (L0 H0), as estimated: no smallest effect of interest is set, so the least counts like the largest. This rests on 5 pairs.',
  );
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
  ).toBe(
    'Beyond the control, 1 head changes more in run 3 than in run 4 and 1 less; 1 is undecided. In size the differences found go from 1.00 bits (L0 H1) to 3.00 bits (L0 H0), as estimated: no smallest effect of interest is set, so the least counts like the largest. This rests on 5 pairs.',
  );
  // Where every head that is called changes less than its control in both runs, none of them changes more.
  const below = heads.map((row) => ({ ...row, first: row.first - 9, second: row.second - 9 }));
  expect(
    describeRuns({
      compared: {
        ...comparedOf({ heads: below }),
        design: { ...compared.design, beyond: 'neutral', whyNotBeyond: null },
      },
      runs: RUNS,
      settings: [],
    }).headline,
  ).toMatch(
    /^1 head falls less far below its control in run 3 than in run 4 and 1 further; 1 is undecided\./,
  );
  expect(found.compared[1]).toBe('5 pairs, each with itself in the other run; sign flips.');
  // Where the runs are chosen on the page, their names are not said again.
  const beside = describeRuns({ compared, runs: RUNS, settings: [], areNamedBeside: true });
  expect(beside.compared).toEqual(found.compared.slice(1));
  const small = compared.heads.map((row) => ({
    ...row,
    margin: 0.05,
    outcome: 'does not respond' as const,
  }));
  const withMargin = describeRuns({ compared: { ...compared, heads: small }, runs: RUNS, settings: [] });
  expect(withMargin.headline).toContain('; 3 are shown to differ by less than the smallest effect.');
  expect(withMargin.compared.at(-1)).toBe(
    'The smallest effect of interest is ±0.05 bits: a head is shown to differ by less by tests of equivalence, q ≤ 0.05.',
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
    'Without a control, no difference between run 3 and run 4 is found that is as large as the smallest effect, over all heads or by depth; 3 of 3 numbers are shown to differ by less than the smallest effect. This rests on 5 pairs.',
  );
  expect(of('more', equal).headline).toBe(
    'Without a control, the mean over all heads (by 1.00 bits) changes more in run 3 than in run 4; 1 of 3 numbers is undecided, 1 of 3 numbers is shown to differ by less than the smallest effect. This rests on 5 pairs.',
  );
  expect(of().headline).toBe(
    'Without a control, no difference between run 3 and run 4 is found, over all heads or by depth. This rests on 5 pairs.',
  );
  expect(of(equal).compared.at(-1)).toContain('a number is shown to differ by less');
});

test('settings: what differs, and whether the metric is another one by it', () => {
  const provenance = PROVENANCE;
  const one = {
    set: { name: 's' },
    controlSet: null,
    neutrals: { done: 0 },
    model: { name: 'm' },
    provenance,
  };
  const settings = settingsOfRuns(one, {
    ...one,
    provenance: { ...provenance, queries: 'last', alignment: 'position', seed: 2 },
  });
  expect(settings.filter(({ differs }) => differs).map(({ name }) => name)).toEqual([
    'Queries',
    'Alignment',
    'Seed',
  ]);
  const heads = [{ ...exampleRow(0, 0), first: 5, second: 2, difference: 3, outcome: 'more' as const }];
  const { caveats, headline } = describeRuns({ compared: comparedOf({ heads }), runs: RUNS, settings });
  expect(headline).toMatch(
    /^Without a control, and measured differently in each run \(not the same: queries and alignment\), /u,
  );
  expect(caveats).toContain(
    'Not the same in both runs: alignment (auto; position). The metric is another quantity in each run, and the difference is of both.',
  );
});

test('what a run is compared with is named: its neutrals, a set, both', () => {
  const one = {
    set: { name: 's' },
    controlSet: null as { name: string } | null,
    neutrals: { done: 0 },
    model: { name: 'm' },
    provenance: PROVENANCE,
  };
  const control = (second: Partial<typeof one>) =>
    settingsOfRuns(one, { ...one, ...second }).find(({ name }) => name === 'Controls measured');
  expect(control({ neutrals: { done: 3 } })).toMatchObject({
    first: 'none',
    second: 'its neutrals',
    differs: true,
  });
  expect(control({ neutrals: { done: 3 }, controlSet: { name: 'c' } })?.second).toBe('its neutrals and c');
});

test('of two models the median head is named, and what lies below its control in both is said to', () => {
  const quantities = [
    {
      ...exampleRow(0, 0),
      first: -0.2,
      second: -0.5,
      difference: 0.3,
      q: 0.01,
      outcome: 'more',
      quantity: 'largest',
    },
  ] as const;
  const { design, ...plain } = comparedOf({ quantities });
  const words = (beyond: 'neutral' | 'none') =>
    describeRuns({
      compared: { ...plain, design: { ...design, by: 'quantities', beyond } },
      runs: RUNS,
      settings: [],
    }).details;
  expect(words('neutral')[0]).toContain(
    '−0.200 bits against −0.500 (both below what they are compared with).',
  );
  expect(words('none')[0]).toContain('−0.200 bits against −0.500.');
  expect(words('none').at(-1)).toMatch(/^The median head has /u);
});

test('a run that is not over: what is found begins with how much of it there is, and captions say it', () => {
  const compared = comparedOf({ heads: [{ ...exampleRow(0, 0), first: 5, second: 2, difference: 3 }] });
  const part = partOfRun({ state: 'cancelled', done: 17, total: 547 });
  const runs = [RUNS[0], { ...RUNS[1], part }] as const;
  const whole = describeRuns({ compared, runs: RUNS, settings: [] });
  const found = describeRuns({ compared, runs, settings: [] });
  expect(found.headline).toBe(`So far, after 17 of 547 pairs of run 4: ${whole.headline}`);
  expect(found.caveats[0]).toMatch(/^Run 4 is not over: 17 pairs of 547 are measured\. /);
  expect(captionOfRuns(compared, runs)).toContain('run 4 · tiny · “agreement” · so far, 17 of 547 pairs (');
  expect(captionOfRuns(compared, RUNS)).not.toContain('so far');
});
