import { expect, test } from 'vitest';
import type { ComparisonDesign } from './comparison-design.ts';
import { balanceAdvice, balanceItems, balanceReach, markAt } from './balance-words.ts';

type BalanceRow = ComparisonDesign['balance'][number];
const side = (set: number, control: number, standardisedDifference: number | null, amber = false) => ({
  set,
  control,
  standardisedDifference,
  amber,
});
const length: BalanceRow = {
  covariate: 'length',
  before: side(11.84, 9.2, 0.62, true),
  after: side(11.8, 11.3, 0.11),
};
const rank: BalanceRow = { covariate: 'rank', before: side(6, 9, -0.38, true), after: null };
const design = (kind: ComparisonDesign['kind'], balance: BalanceRow[]): ComparisonDesign => ({
  kind,
  fallback: null,
  pairs: 10,
  controlPairs: 10,
  compared: 10,
  comparedControl: 10,
  clusters: null,
  strata: [],
  leftOut: [],
  balance,
  covariates: [],
  notAdjusted: [],
  pairsInThirds: 0,
  adjustment: 'regression',
});

test('what counts is the balance after matching; that before stands beside it', () => {
  expect(balanceItems([length])).toMatchObject([
    { difference: '+0.11', before: 0.62, after: 0.11, amber: false, set: '11.8', control: '11.3' },
  ]);
});

test('ranks are read as ranks: 2^6 - 1 and 2^9 - 1', () => {
  expect(balanceItems([rank])).toMatchObject([
    { difference: '−0.38', before: null, amber: true, set: '63', control: '511' },
  ]);
});

test('tokens that neither side takes out are not shown; constant and different is', () => {
  const none: BalanceRow = { covariate: 'deleted', before: side(0, 0, 0), after: null };
  const constant: BalanceRow = { covariate: 'inserted', before: side(1, 0, null, true), after: null };
  expect(balanceItems([none, constant]).map(({ name, difference }) => [name, difference])).toEqual([
    ['inserted', 'constant'],
  ]);
  // No number is claimed of what has none.
  expect(balanceAdvice(design('paired', [constant]))).toMatch(
    /^The same in all pairs of each side, and not the same on both: tokens inserted\. A head/u,
  );
  expect(balanceAdvice(design('paired', [constant, rank]))).toMatch(
    /^Off by more than 0\.25: rank of the new words\. The same in all pairs of each side, and not the same on both: tokens inserted\./u,
  );
});

test.each([
  ['paired', [rank], /Neutral changes that are nearer/],
  ['unadjusted', [rank], /look at the matched comparison/],
  ['matched', [rank], /Plan a run that adjusts for rank of the new words/],
  ['matched', [length], /^$/],
] as const)('what to do in a comparison that is %s', (kind, balance, words) => {
  expect(balanceAdvice(design(kind, [...balance]))).toMatch(words);
});

test('the axis holds every mark, before matching too, and is never narrower than 0.75', () => {
  const far: BalanceRow = { ...length, before: side(12, 4, 1.7, true) };
  expect([balanceReach([]), balanceReach(balanceItems([length])), balanceReach(balanceItems([far]))]).toEqual(
    [0.75, 0.75, 2],
  );
  expect([markAt(0, 2), markAt(-2, 2), markAt(1, 2)]).toEqual([50, 0, 75]);
});
