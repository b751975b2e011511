import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../statistics/outcome.ts';
import type { ComparisonDesign, LeftOut } from './comparison-design.ts';
import { find, heads, MATCHED, PAIRED } from './findings.example.ts';
import { exampleRow } from './statistics-row.example.ts';

describe('the headline', () => {
  test.each<[Partial<Record<Outcome, number>>, string]>([
    [{ more: 3 }, '3 heads change more than under the neutral change and none less.'],
    [
      { more: 1, 'not enough data': 1 },
      '1 head changes more than under the neutral change and none less; 1 is undecided.',
    ],
    [
      { more: 43, less: 18, 'not enough data': 11 },
      '43 heads change more than under the neutral change and 18 less; 11 are undecided. In size the differences found go from 0.014 bits (L3 H7) to 0.100 bits (L0 H0), as estimated: no smallest effect of interest is set, so the least counts like the largest.',
    ],
    [
      { less: 32, 'not enough data': 40 },
      'No head is found to change more than under the neutral change; 32 change less, 40 are undecided.',
    ],
    [{ less: 1 }, 'No head is found to change more than under the neutral change; 1 changes less.'],
    [
      { 'not enough data': 72 },
      'No head is found to change more or less than under the neutral change; 72 are undecided.',
    ],
    [
      { 'does not respond': 1, 'not enough data': 2 },
      'No head is found to change more or less than under the neutral change; 1 does not respond, 2 are undecided.',
    ],
    [
      { 'differs by less than the smallest effect of interest': 1, 'does not respond': 2 },
      'No head is found to change more or less than under the neutral change by as much as matters; 1 differs by too little to matter, 2 do not respond.',
    ],
    [
      {
        more: 2,
        less: 1,
        'differs by less than the smallest effect of interest': 3,
        'does not respond': 4,
        'not enough data': 5,
        'no test': 6,
      },
      '2 heads change more than under the neutral change and 1 less; 3 differ by too little to matter, 4 do not respond, 5 are undecided, 6 could not be tested. In size the differences found go from 0.010 bits (L0 H2) to 0.100 bits (L0 H0), as estimated: no smallest effect of interest is set, so the least counts like the largest.',
    ],
    [{ 'no test': 8 }, 'No head could be tested: too few values can be compared, or all of them are equal.'],
  ])('%o', (outcomes, words) => {
    const found = find(heads(outcomes));
    expect(found.headline).toBe(words);
    const all = Object.values<number>(outcomes).reduce((sum, count) => sum + count, 0);
    expect(Object.values<number>({ ...found.counts }).reduce((sum, count) => sum + count, 0)).toBe(all);
  });

  test('against a control set by its name; unadjusted numbers say first that they are', () => {
    const rows = heads({ more: 2, 'not enough data': 1 });
    expect(find(rows, { design: MATCHED, controlSet: 'negation-control' }).headline).toBe(
      '2 heads change more than in “negation-control” and none less; 1 is undecided.',
    );
    expect(
      find(rows, { design: { ...MATCHED, kind: 'unadjusted' }, controlSet: 'negation-control' }).headline,
    ).toBe(
      'Not adjusted for the shape of the changes. 2 heads change more than in “negation-control” and none less; 1 is undecided.',
    );
  });

  test('what goes either way from 0 is higher or lower, and does not “change more”', () => {
    const metric = 'attention_entropy_diff';
    expect(find(heads({ more: 1, less: 2 }, { metric }), { metric }).headline).toBe(
      '1 head is higher than under the neutral change and 2 lower. In size the differences found go from 0.010 bits (L0 H1) to 0.100 bits (L0 H0), as estimated: no smallest effect of interest is set, so the least counts like the largest.',
    );
    expect(find(heads({ 'not enough data': 2 }, { metric }), { metric }).headline).toBe(
      'No head is found to be higher or lower than under the neutral change; 2 are undecided.',
    );
    expect(find(heads({ less: 2 }, { metric }), { metric }).headline).toBe(
      'No head is found to be higher than under the neutral change; 2 are lower.',
    );
  });

  test('without a comparison no head responds; what may be tested against 0 is', () => {
    const design = { ...PAIRED, kind: 'none' } as const;
    const found = find(heads({ 'no test': 3 }), { design });
    expect(found.headline).toMatch(/^These numbers are compared with nothing/);
    expect(found.details).toEqual([]);
    const fallback = '4 pairs are too few: a paired comparison wants 5.';
    const few = find(heads({ 'no test': 3 }), { design: { ...design, fallback } });
    expect(few.headline).toBe(
      `These numbers are compared with nothing. ${fallback} As some attention changes when any word does, they cannot tell which heads respond.`,
    );
    expect(few.caveats).not.toContain(fallback);
    const metric = 'attention_entropy_diff';
    const rows = heads({ 'no test': 3 }, { metric, q_zero: 0.01, mean: -0.2 });
    expect(find(rows, { design, metric }).headline).toBe(
      '3 heads differ from 0, which means no change: 0 above, 3 below.',
    );
    expect(find(heads({ 'no test': 3 }, { metric, q_zero: 0.2 }), { design, metric }).headline).toBe(
      'No head is found to differ from 0, which for this metric means no change.',
    );
  });

  test('of a metric of the original alone both are the same, which leaves nothing undecided', () => {
    const metric = 'sink_mass_original';
    const found = find(heads({ 'not enough data': 3 }, { metric, difference: 0 }), { metric });
    expect(found.headline).toBe(
      'Mass on sinks, original is the same by construction at every head: a pair and its neutral have the same original.',
    );
    expect(found.details).toEqual([]);
  });

  test('a metric that is undefined for all, and no heads', () => {
    expect(find(heads({ 'no test': 2 }, { n: 0 })).headline).toMatch(
      /^JS divergence is undefined for all pairs: /,
    );
    expect(find([]).headline).toBe('No head was measured.');
    const nearly = find(heads({ 'no test': 2 }, { n: 1, undefined: 99, compared: 1 }));
    expect(nearly.headline).toMatch(/^JS divergence is undefined for nearly all pairs: /);
    expect(nearly.compared.at(-1)).toMatch(/^JS divergence is undefined for 99 pairs, which do not count: /);
  });
});

describe('details', () => {
  test('the strongest, with its interval and a ratio of two digits', () => {
    const rows = heads({ more: 1 }, { control_mean: 0.0555, difference: 0.1498 });
    expect(find(rows).details[0]).toBe(
      'The strongest is L0 H0: JS divergence 0.205 bits against 0.056, a difference of 0.150 [0.020, 0.200] bits, 3.7 times its neutral change.',
    );
  });

  test('of a similarity the lowest is the strongest, without a ratio', () => {
    const metric = 'value_cosine';
    const rows = [
      ...heads({ more: 1 }, { metric, control_mean: 0.9, difference: -0.1 }),
      exampleRow(3, 2, {
        metric,
        n: 100,
        comparison: 'paired',
        outcome: 'more',
        control_mean: 0.9,
        difference: -0.3,
      }),
    ];
    expect(find(rows, { metric }).details[0]).toBe(
      'The strongest is L3 H2: Value cosine 0.600 against 0.900, a difference of −0.300.',
    );
  });

  test('where no head changes more, the one furthest below', () => {
    const rows = [
      ...heads({ less: 1 }, { difference: -0.01 }),
      ...heads({ less: 1 }, { layer: 5, difference: -0.02 }),
    ];
    expect(find(rows).details[0]).toBe(
      'The furthest below is L5 H0: JS divergence 0.0300 bits against 0.0500, a difference of −0.0200 [0.0200, 0.2000] bits.',
    );
  });

  test('layers are named where half of them or fewer hold most', () => {
    const narrow = heads({ more: 12, 'not enough data': 60 });
    expect(find(narrow).details).toContain('All 12 that change more are in layer 0.');
    const below = heads({ 'not enough data': 50, less: 22 });
    expect(find(below).details).toContain('All 22 that change less are in layers 4 to 5.');
    const wide = heads({ more: 48, 'not enough data': 24 });
    expect(find(wide).details.some((sentence) => sentence.includes('layer'))).toBe(false);
  });

  test('the smallest effect of interest, and what “does not respond” means', () => {
    expect(find(heads({ 'does not respond': 3 }, { margin: 0.005 })).details).toEqual([
      'The smallest effect of interest is ±0.005 bits. “By too little to matter”: a difference is found, and shown to be smaller than that; “does not respond”: none is found, and it is shown to be smaller, either way (tests of equivalence, q ≤ 0.05 over all heads).',
    ]);
    const shares = [...heads({ more: 1 }, { margin: 0.02 }), ...heads({ more: 1 }, { margin: 0.1 })];
    expect(find(shares).details.at(-1)).toMatch(
      /^The smallest effect of interest is ±0.020 to ±0.100 bits \(a share of each head’s control\)\./,
    );
  });
});

describe('what was compared', () => {
  test.each<[string, Partial<ComparisonDesign>, string]>([
    [
      'paired',
      { clusters: { by: 'cluster', set: 30, control: 0 } },
      'All 100 pairs of “negation” (30 clusters), each against a neutral change of the same sentence that puts in, takes out and replaces as many tokens.',
    ],
    [
      'matched',
      { ...MATCHED, compared: 90, clusters: { by: 'label', set: 30, control: 1 } },
      '90 of 100 pairs of “negation” (30 clusters, by label, 1 in the control) against 70 of 80 pairs of “negation-control” that put in, take out and replace as many tokens (2 strata, weighted to the mix of the set).',
    ],
    [
      'matched with all',
      { ...MATCHED, comparedControl: 80, strata: MATCHED.strata.slice(0, 1) },
      'All 100 pairs of “negation” against all 80 pairs of “negation-control” that put in, take out and replace as many tokens (one stratum, weighted to the mix of the set).',
    ],
    [
      'within',
      { ...MATCHED, kind: 'within', clusters: { by: 'cluster', set: 30, control: 30 } },
      'All 100 pairs of “negation” (30 clusters), each against the controls (“negation-control”) of its own cluster and of the same shape.',
    ],
    [
      'unadjusted',
      { ...MATCHED, kind: 'unadjusted' },
      'All 100 pairs of “negation” against all 80 pairs of “negation-control”, whatever the shape of their changes: not adjusted.',
    ],
    ['none', { kind: 'none' }, '100 pairs of “negation”, compared with nothing.'],
  ])('%s', (_, known, words) => {
    const { compared } = find([], { design: { ...PAIRED, ...known }, controlSet: 'negation-control' });
    expect(compared).toEqual([words]);
  });

  test('a group is named', () => {
    expect(find([], { group: 'never' }).compared[0]).toMatch(
      /^All 100 pairs of “negation”, label “never”, each/,
    );
  });

  test.each<[LeftOut, string]>([
    [
      { reason: 'no-neutral', side: 'set', pairs: 2, shapes: [] },
      '2 pairs of “negation” have no neutral that was measured; they are left out of the comparison.',
    ],
    [
      { reason: 'neutral-shape', side: 'set', pairs: 1, shapes: [{ shape: '1/0/0', pairs: 1 }] },
      'The neutral of 1 pair has another shape than the counterfactual under this tokenizer (inserted/deleted/substituted: 1 of 1/0/0); it is left out of the comparison.',
    ],
    [
      {
        reason: 'shape',
        side: 'set',
        pairs: 9,
        shapes: [3, 2, 2, 2].map((pairs, place) => ({ shape: `${place}/0/0`, pairs })),
      },
      '9 pairs of “negation” have too few controls of their shape (inserted/deleted/substituted: 3 of 0/0/0, 2 of 1/0/0, 2 of 2/0/0, …); they are left out of the comparison.',
    ],
    [
      { reason: 'shape', side: 'control', pairs: 1, shapes: [{ shape: '4/0/0', pairs: 1 }] },
      '1 pair of “negation-control” has too few counterparts of its shape (inserted/deleted/substituted: 1 of 4/0/0); it is left out of the comparison.',
    ],
    [
      { reason: 'no-control-in-cluster', side: 'set', pairs: 1, shapes: [] },
      '1 pair of “negation” has no control of the same shape in its cluster; it is left out of the comparison.',
    ],
    [
      { reason: 'no-covariate', side: 'control', pairs: 2, shapes: [] },
      '2 pairs of “negation-control” have no value of what is adjusted for; they are left out of the comparison.',
    ],
  ])('left out: %o', (leftOut, words) => {
    const design = { ...MATCHED, leftOut: [leftOut] };
    expect(find([], { design, controlSet: 'negation-control' }).compared.at(-1)).toBe(words);
  });

  test('what is adjusted for, and how', () => {
    const design = { ...MATCHED, covariates: ['length', 'rank'] } as const;
    expect(find([], { design, controlSet: 'c' }).compared[1]).toBe(
      'Adjusted by regression for length, rank of the changed words in the vocabulary.',
    );
    const strata = { ...design, adjustment: 'strata', pairsInThirds: 30 } as const;
    expect(find([], { design: strata, controlSet: 'c' }).compared[1]).toBe(
      'Of 30 of the 100 pairs thirds of length, rank of the changed words in the vocabulary are held apart as well; the others are matched by shape alone.',
    );
    const paired = { ...PAIRED, notAdjusted: ['length'] } as const;
    expect(find([], { design: paired }).compared[1]).toBe(
      'Not adjusted for length, as was asked for: each pair is compared with its own neutral change.',
    );
  });
});
