import { expect, test } from 'vitest';
import type { ComparedPair } from './compared-pair.ts';
import { examplePair, examplePairs } from './compared-pair.example.ts';
import { type ComparisonChoice, DEFAULT_CHOICE } from './comparison-choice.ts';
import { designComparison, type PairsOfRun } from './design-comparison.ts';

function design(pairs: Partial<PairsOfRun>, choice: Partial<ComparisonChoice> = {}) {
  return designComparison(
    { set: [], neutral: [], control: null, hasRanks: true, ...pairs },
    { ...DEFAULT_CHOICE, ...choice },
  );
}

/** The neutral of each pair, of another shape for the last `others` of them. */
function neutralsOf(set: readonly ComparedPair[], others: number): ComparedPair[] {
  return set.map(({ position }, row) =>
    examplePair({ position, inserted: row < set.length - others ? 1 : 2 }),
  );
}

test('a set with neutrals is its own control; pairs whose neutral has another shape, or is missing, are counted', () => {
  const set = examplePairs(10, { inserted: 1 });
  const { design: made, rows } = design({
    set,
    neutral: neutralsOf(set, 3).slice(1),
    control: examplePairs(9, {}),
  });
  expect(made).toMatchObject({ kind: 'paired', fallback: null, pairs: 10, controlPairs: 9, compared: 6 });
  expect(made.leftOut).toEqual([
    { reason: 'no-neutral', side: 'set', pairs: 1, shapes: [] },
    { reason: 'neutral-shape', side: 'set', pairs: 3, shapes: [{ shape: '1/0/0', pairs: 3 }] },
  ]);
  expect([...rows.used]).toEqual([0, 1, 1, 1, 1, 1, 1, 0, 0, 0]);
  expect([...rows.rowOfNeutral]).toEqual([-1, 0, 1, 2, 3, 4, 5, 6, 7, 8]);
});

test('fewer than five such pairs are no paired comparison: the control set steps in, and it is said why', () => {
  const set = examplePairs(10, { inserted: 1 });
  const { design: made } = design({
    set,
    neutral: neutralsOf(set, 6),
    control: examplePairs(6, { inserted: 1 }),
  });
  expect(made.kind).toBe('matched');
  expect(made.fallback).toMatch(/^Only 4 of 10 pairs have a neutral change of the same shape/);
});

test('where all of four have such a neutral, there are too few pairs, and none is missing', () => {
  const set = examplePairs(4, { inserted: 1 });
  const { design: made } = design({ set, neutral: neutralsOf(set, 0) });
  expect(made.fallback).toBe('4 pairs are too few: a paired comparison wants 5.');
});

test('nor are pairs of one cluster', () => {
  const set = examplePairs(10, { inserted: 1, cluster: 'one' });
  const { design: made } = design({ set, neutral: neutralsOf(set, 0) });
  expect(made).toMatchObject({ kind: 'none', compared: 0 });
  expect(made.fallback).not.toBeNull();
});

test('matched: within shapes; what has no counterpart is left out and named by shape, on either side', () => {
  const set = [...examplePairs(4, { inserted: 1 }), ...examplePairs(3, { substituted: 1 })];
  const control = [
    ...examplePairs(6, { inserted: 1 }),
    ...examplePairs(2, { substituted: 1 }),
    ...examplePairs(1, { inserted: 4 }),
  ];
  const { design: made, rows } = design({ set, control });
  expect(made).toMatchObject({
    kind: 'matched',
    fallback: null,
    compared: 4,
    comparedControl: 6,
    strata: [{ name: '1/0/0', set: 4, control: 6 }],
  });
  expect(made.leftOut).toEqual([
    { reason: 'shape', side: 'set', pairs: 3, shapes: [{ shape: '0/0/1', pairs: 3 }] },
    {
      reason: 'shape',
      side: 'control',
      pairs: 3,
      shapes: [
        { shape: '0/0/1', pairs: 2 },
        { shape: '4/0/0', pairs: 1 },
      ],
    },
  ]);
  expect([...rows.stratum]).toEqual([0, 0, 0, 0, -1, -1, -1]);
});

test('a control without any pair of the set’s shapes: the unadjusted numbers, and why', () => {
  const { design: made } = design({
    set: examplePairs(5, { inserted: 1 }),
    control: examplePairs(7, { inserted: 4 }),
  });
  expect(made).toMatchObject({ kind: 'unadjusted', compared: 5, comparedControl: 7 });
  expect(made.fallback).toMatch(/No pair has enough controls of its shape/);
});

test('without neutral and control, and with an empty control, there is nothing to compare with', () => {
  const set = examplePairs(3, {});
  expect(design({ set }).design).toMatchObject({ kind: 'none', fallback: null });
  expect(design({ set, control: [] }).design).toMatchObject({
    kind: 'none',
    fallback: 'Nothing of the control set was measured.',
  });
  expect(design({ control: examplePairs(9, {}) }).design.kind).toBe('none');
});

test('clusters by their column, a pair without one by itself; labels when that is asked for; none when that is', () => {
  const set = [
    ...examplePairs(2, { cluster: 'a', label: 'x' }),
    ...examplePairs(2, { cluster: 'b', label: 'x' }),
    ...examplePairs(2, { label: 'y' }),
  ];
  const neutral = neutralsOf(set, 0).map((pair) => ({
    ...pair,
    ...examplePair({ position: pair.position }),
  }));
  const { design: byColumn, rows } = design({ set, neutral });
  expect(byColumn.clusters).toEqual({ by: 'cluster', set: 4, control: 0 });
  expect([...(rows.cluster ?? [])]).toEqual([0, 0, 1, 1, 2, 3]);
  expect(design({ set, neutral }, { clusters: 'labels' }).design.clusters).toEqual({
    by: 'label',
    set: 2,
    control: 0,
  });
  expect(design({ set, neutral }, { clusters: 'none' }).rows.cluster).toBeNull();
  const unnamed = set.map((pair) => ({ ...pair, cluster: null }));
  expect(design({ set: unnamed, neutral }).design.clusters).toBeNull();
});

test('clusters that hold both sides are compared within; pairs without a control in theirs are left out and counted', () => {
  const of = (cluster: string, count: number) => examplePairs(count, { inserted: 1, cluster });
  const { design: made } = design({
    set: [...of('a', 2), ...of('b', 2), ...of('c', 1)],
    control: [...of('a', 3), ...of('b', 3)],
  });
  expect(made).toMatchObject({
    kind: 'within',
    compared: 4,
    clusters: { by: 'cluster', set: 2, control: 2 },
    leftOut: [{ reason: 'no-control-in-cluster', side: 'set', pairs: 1 }],
  });
});

test('why there is no comparison, or another one: clusters, shapes', () => {
  const one = examplePairs(10, { inserted: 1, cluster: 'one' });
  expect(design({ set: one, neutral: neutralsOf(one, 0) }).design.fallback).toMatch(/are of one cluster/);
  const control = examplePairs(9, { inserted: 1 });
  expect(design({ set: one, control }).design.fallback).toMatch(/^No shape of change has two clusters/);
  expect(design({ set: one, control }, { clusters: 'none' }).design.kind).toBe('matched');
});

test('what was asked to be adjusted for and is not is named: paired, unadjusted, within clusters', () => {
  const set = examplePairs(6, { inserted: 1, cluster: 'a' }).concat(
    examplePairs(6, { inserted: 1, cluster: 'b' }),
  );
  const control = examplePairs(6, { inserted: 1, cluster: 'a' }).concat(
    examplePairs(3, { inserted: 1, cluster: 'b' }),
    examplePairs(4, { inserted: 1, cluster: 'c' }),
  );
  const asked = { covariates: ['length'] } as const;
  const pairs = { set, neutral: neutralsOf(set, 0), control };
  const choice = { ...asked, covariates: [...asked.covariates] };
  expect(design(pairs, choice).design).toMatchObject({
    kind: 'paired',
    covariates: [],
    notAdjusted: ['length'],
  });
  expect(design(pairs, { ...choice, comparison: 'unadjusted' }).design.notAdjusted).toEqual(['length']);
  const within = design({ set, control }, choice);
  expect(within.design).toMatchObject({
    kind: 'within',
    covariates: [],
    notAdjusted: ['length'],
    // Of the controls those that share a cluster with the set.
    comparedControl: 9,
    clusters: { set: 2, control: 2 },
  });
  expect(within.rows.covariates).toBeNull();
});

test('regression takes the covariates of every pair; thirds hold them apart in strata', () => {
  const lengths = [6, 8, 10, 12, 14, 16];
  const pairsOf = (count: number) =>
    lengths.flatMap((length) => examplePairs(count, { inserted: 1, length }));
  const pairs = { set: pairsOf(2), control: pairsOf(5) };
  const regressed = design(pairs, { covariates: ['length', 'position'] });
  expect(regressed.design).toMatchObject({ kind: 'matched', covariates: ['length', 'position'] });
  expect(regressed.rows.covariates?.names).toEqual(['length', 'position']);
  expect([...(regressed.rows.covariates?.set ?? [])].slice(0, 2)).toEqual([6, 2 / 6]);
  const thirds = design(pairs, { covariates: ['length'], adjustment: 'strata' });
  expect(thirds.rows.covariates).toBeNull();
  expect(thirds.design.strata).toEqual([
    { name: '1/0/0 length low', set: 4, control: 10 },
    { name: '1/0/0 length middle', set: 4, control: 10 },
    { name: '1/0/0 length high', set: 4, control: 10 },
  ]);
  expect(thirds.design.pairsInThirds).toBe(12);
});

test('ranks are no covariate of characters; pairs without a value of what is adjusted for are left out and counted', () => {
  const set = examplePairs(4, { inserted: 1 });
  const control = examplePairs(6, { inserted: 1 });
  const characters = design({ set, control, hasRanks: false }, { covariates: ['rank'] });
  expect(characters.design.covariates).toEqual([]);
  expect(characters.design.balance.find(({ covariate }) => covariate === 'rank')?.before.set).toBeNull();
  // A pair that changes nothing has no place of the change.
  const { design: made } = design(
    { set: [...set, ...examplePairs(1, {})], control },
    { covariates: ['position'] },
  );
  expect(made.leftOut).toEqual([{ reason: 'no-covariate', side: 'set', pairs: 1, shapes: [] }]);
});

test('balance: a set of longer sentences is told in amber, before and after matching', () => {
  const { design: made } = design({
    set: [6, 7, 8].flatMap((length) => examplePairs(2, { inserted: 1, length: length + 6 })),
    control: [6, 7, 8].flatMap((length) => examplePairs(3, { inserted: 1, length })),
  });
  const length = made.balance.find(({ covariate }) => covariate === 'length');
  expect(length?.before).toMatchObject({ set: 13, control: 7, amber: true });
  expect(length?.after).toMatchObject({ set: 13, amber: true });
  expect(length?.after?.control).toBeCloseTo(7, 12);
});
