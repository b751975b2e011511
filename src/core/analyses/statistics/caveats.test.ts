import { describe, expect, test } from 'vitest';
import type { BalanceRow } from '../../statistics/balance.ts';
import type { PairCovariate } from '../../statistics/pair-covariates.ts';
import { partOfRun } from '../../figures/part-of-run.ts';
import { find, heads, MATCHED, PAIRED } from './findings.example.ts';

describe('caveats', () => {
  const rows = heads({ more: 10 });

  test('none where there is nothing to say', () => {
    expect(find(rows).caveats).toEqual([]);
  });

  test('of a run that is not over: how much of it there is, and what that is worth', () => {
    const part = partOfRun({ state: 'cancelled', done: 100, total: 547 });
    const { caveats, compared, headline } = find(rows, { part });
    expect(headline).toBe(`So far, after 100 of 547 pairs: ${find(rows).headline}`);
    expect(caveats[0]).toMatch(/^The run is not over: 100 pairs of 547 are measured\. /);
    expect(compared[0]).toMatch(/^\d+ of \d+ pairs measured so far of “negation”/);
    expect(partOfRun({ state: 'done', done: 540, total: 547 })).toBeUndefined();
  });

  test('why it is not the comparison that was asked for', () => {
    expect(find(rows, { design: { ...MATCHED, fallback: 'No pair has one.' } }).caveats).toEqual([
      'No pair has one.',
    ]);
  });

  const apart = (covariate: PairCovariate): BalanceRow => {
    const balance = { set: 9, control: 6, standardisedDifference: 1, amber: true };
    return { covariate, before: balance, after: { ...balance, amber: true } };
  };

  test('imbalance, and what can be done about it', () => {
    const balance = [apart('length'), apart('inserted'), apart('rank')];
    expect(find(rows, { design: { ...MATCHED, balance } }).caveats).toEqual([
      'Set and control differ in length, tokens inserted and rank of the new words, to which heads may respond as well: the comparison can be adjusted for length and rank of the new words.',
    ]);
    expect(find(rows, { design: { ...MATCHED, balance: [apart('inserted')] } }).caveats).toEqual([
      'Set and control differ in tokens inserted, to which heads may respond as well: controls that are nearer would make it fairer.',
    ]);
    expect(find(rows, { design: { ...PAIRED, balance: [apart('rank')] } }).caveats[0]).toMatch(
      /^Counterfactuals and neutral changes differ in rank of the new words/,
    );
    expect(find(rows, { design: { ...MATCHED, kind: 'unadjusted', balance } }).caveats[0]).toMatch(
      /a matched comparison takes the shape/,
    );
  });

  test('what is regressed on is held equal and no caveat', () => {
    const design = { ...MATCHED, balance: [apart('length')], covariates: ['length'] } as const;
    expect(find(rows, { design }).caveats).toEqual([]);
    expect(find(rows, { design: { ...design, adjustment: 'strata' } }).caveats).toHaveLength(1);
  });

  test('few clusters: of the smaller side; the least p, and how many heads it takes', () => {
    const clusters = { by: 'cluster', set: 6, control: 0 } as const;
    const few = heads({ more: 72 }, { least_p: 2 / 64, arrangements: 64 });
    expect(find(few, { design: { ...PAIRED, clusters } }).caveats).toEqual([
      'With 6 clusters intervals may be too short.',
      'The least possible p is 0.031, so that no head can be called by itself: it takes 45 that stand out together.',
    ]);
    const fewer = heads({ more: 72 }, { least_p: 2 / 16, arrangements: 16 });
    expect(find(fewer, { design: { ...PAIRED, clusters: { ...clusters, set: 4 } } }).caveats).toEqual([
      'With 4 clusters intervals may be too short.',
      'No head can be called: with so few clusters the least possible p is 0.125.',
    ]);
    expect(
      find(rows, { design: { ...MATCHED, clusters: { by: 'cluster', set: 40, control: 11 } } }).caveats,
    ).toEqual(['With 11 clusters intervals may be too short.']);
    expect(
      find(rows, { design: { ...PAIRED, clusters: { by: 'cluster', set: 12, control: 0 } } }).caveats,
    ).toEqual([]);
  });

  test('the least p of a sampled test is no limit, for it can be sampled more', () => {
    const sampled = heads({ more: 600 }, { least_p: 2 / 10_001, arrangements: 10_000 });
    expect(find(sampled).caveats).toEqual([]);
  });

  test('labels that are alike, where no clusters are given', () => {
    const alike = heads({ more: 10 }, { label_icc: 0.7, label_icc_p: 0.001, label_width_factor: 3.68 });
    expect(find(alike).caveats).toEqual([
      'Pairs of one label are alike (intraclass correlation 0.700), and no clusters are given: intervals are likely too narrow by a factor of about 3.7. Labels can be used as clusters.',
    ]);
    const little = heads({ more: 10 }, { label_icc: 0.1, label_icc_p: 0.001, label_width_factor: 1.2 });
    expect(find(little).caveats).toEqual([]);
    expect(
      find(alike, { design: { ...PAIRED, clusters: { by: 'label', set: 20, control: 0 } } }).caveats,
    ).toEqual([]);
  });

  test('undecided is not “does not respond”: that takes a smallest effect of interest', () => {
    const open = heads({ 'not enough data': 1, more: 2 });
    expect(find(open).caveats).toEqual([
      'Undecided is not “does not respond”: to show that, a smallest effect of interest has to be set.',
    ]);
    expect(find(heads({ 'not enough data': 1 }, { margin: 0.1 })).caveats).toEqual([]);
    expect(find(heads({ 'not enough data': 1 }, { difference: 0 })).caveats).toEqual([]);
  });

  test('heads that rest on one pair', () => {
    expect(find([...rows, ...heads({ more: 1 }, { influence: 0.5 })]).caveats).toEqual([
      '1 head that is called rests on one pair (†), which makes up half of the spread or more: look at that pair before you believe it.',
    ]);
    expect(find(heads({ more: 3 }, { influence: 0.7 })).caveats).toEqual([
      '3 heads that are called rest on one pair each (†), which makes up half of the spread or more: look at these pairs before you believe them.',
    ]);
    // Nothing is said of these, that one would believe.
    const undecided = heads({ 'not enough data': 2 }, { influence: 0.9, difference: 0 });
    expect(find([...undecided, ...heads({ 'no test': 1 }, { influence: 0.9 })]).caveats).toEqual([]);
  });
});

describe('what is not found though a test or a number says so', () => {
  test('heads below what the measurement resolves are no changes; how much that is stands beside them', () => {
    const below = heads(
      { 'below what the measurement resolves': 2 },
      { q: 0.018, difference: 2e-9, difference_ci_low: 0, difference_ci_high: 4e-9, resolution: 4.4e-6 },
    );
    const found = find([...heads({ more: 3 }), ...below]);
    expect(found.headline).toBe(
      '3 heads change more than under the neutral change and none less; 2 are below what the measurement resolves.',
    );
    expect(found.counts).toMatchObject({ more: 3, unresolved: 2, undecided: 0 });
    expect(found.caveats).toEqual([
      'The rounding of attention weights by itself can make up to 0.0000044 bits of difference: below that no number of pairs tells heads from their control.',
    ]);
  });

  test('a q that passes beside an interval that holds 0 is undecided, and said', () => {
    const margin = { margin: 0.1 };
    const torn = heads({ 'not enough data': 1 }, { q: 0.047, difference_ci_low: -0.002, ...margin });
    const found = find([...torn, ...heads({ 'not enough data': 1 }, { q: 0.4, ...margin })]);
    expect(found.counts).toMatchObject({ more: 0, undecided: 2 });
    expect(found.caveats).toEqual([
      '1 undecided head has a q of at most 0.05 and an interval that holds 0: the test finds a difference, the interval does not. A head is called where both do.',
    ]);
    const near = { ...margin, difference_ci_low: 1e-6, difference_ci_high: 1e-5, resolution: 4e-6 };
    expect(find(heads({ 'not enough data': 1 }, { q: 0.01, ...near })).caveats).toEqual([
      '1 undecided head has a q of at most 0.05 and an interval that begins within what the measurement resolves.',
    ]);
  });
});
