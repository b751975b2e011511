import { describe, expect, test } from 'vitest';
import type { ComparisonDesign } from './comparison-design.ts';
import type { StatisticsRow } from './definition.ts';
import { describeFindings } from './findings.ts';
import { exampleRow } from './statistics-row.example.ts';

const design: ComparisonDesign = {
  kind: 'paired',
  fallback: null,
  pairs: 412,
  controlPairs: 403,
  compared: 403,
  comparedControl: 403,
  clusters: { by: 'cluster', set: 126, control: 0 },
  strata: [],
  leftOut: [],
  balance: [],
  covariates: [],
  adjustment: 'regression',
};
const heads = (outcomes: Partial<Record<StatisticsRow['outcome'], number>>): StatisticsRow[] =>
  Object.entries(outcomes)
    .flatMap(([outcome, count]) => Array.from({ length: count }, () => outcome as StatisticsRow['outcome']))
    .map((outcome, head) =>
      exampleRow(Math.floor(head / 4), head % 4, { comparison: 'paired', outcome, n: 403, difference: null }),
    );
const describeHeads = (rows: readonly StatisticsRow[], parts: Partial<ComparisonDesign> = {}) =>
  describeFindings({
    metric: 'attention_js_divergence',
    design: { ...design, ...parts },
    rows,
    set: 'negation',
    controlSet: 'negation-control',
    group: '',
  });

describe('the headline', () => {
  test.each([
    [
      { more: 14, less: 6, 'does not respond': 43, 'not enough data': 9 },
      '14 heads change more than under the neutral change, 6 change less, 43 do not respond, 9 are undecided.',
    ],
    [
      { more: 1, 'not enough data': 1 },
      '1 head changes more than under the neutral change, none less, 1 is undecided.',
    ],
    [
      { less: 1, 'not enough data': 7 },
      'No head changes more than under the neutral change, 1 head changes less, 7 are undecided.',
    ],
    [
      { 'not enough data': 40, 'does not respond': 31, 'no test': 1 },
      'No head changes more than under the neutral change, and none less: 31 do not respond, 40 are undecided, 1 could not be tested.',
    ],
  ])('of %j', (outcomes, headline) => {
    expect(describeHeads(heads(outcomes)).headline).toBe(headline);
  });

  test('says that a comparison is not adjusted', () => {
    expect(describeHeads(heads({ more: 2, less: 1 }), { kind: 'unadjusted' }).headline).toBe(
      '2 heads change more than in negation-control, 1 changes less. Not adjusted for the shape of the change.',
    );
  });

  test('counts add up to all heads', () => {
    const rows = heads({ more: 3, less: 2, 'does not respond': 1, 'not enough data': 4, 'no test': 2 });
    const { counts } = describeHeads(rows);
    const { more, less, small, none, undecided, untested } = counts;
    expect(more + less + small + none + undecided + untested).toBe(rows.length);
  });
});

test('the strongest head, against what, and how many times that', () => {
  const row = exampleRow(5, 9, {
    comparison: 'paired',
    outcome: 'more',
    n: 403,
    control_mean: 0.042,
    difference: 0.171,
    difference_ci_low: 0.152,
    difference_ci_high: 0.19,
  });
  expect(describeHeads([row]).details).toEqual([
    'The strongest is L5 H9: 0.213 bits against 0.042, a difference of 0.171 [0.152, 0.190] bits, 5.1 times its neutral change.',
  ]);
});

test('where the heads are is said only if half of the layers, or fewer, hold most of them', () => {
  const at = (layers: readonly number[]) =>
    layers.map((layer, head) =>
      exampleRow(layer, head, {
        comparison: 'paired',
        outcome: 'more',
        n: 9,
        difference: 0.1,
        control_mean: 0,
      }),
    );
  const rest = [exampleRow(5, 9, { comparison: 'paired', outcome: 'not enough data', n: 9 })];
  expect(describeHeads([...at([3, 3, 4, 5, 5]), ...rest]).details[1]).toBe(
    'All 5 that change more are in layers 3 to 5.',
  );
  expect(describeHeads([...at([0, 1, 3, 5, 5]), ...rest]).details).toHaveLength(1);
});
