import { describe, expect, it } from 'vitest';
import { aggregate } from './aggregate.ts';
import type { AggregateInput } from './aggregate-input.ts';
import { oneCell, presentRows } from './cells.ts';
import { meanDesign } from './design.ts';
import { canBeGrouped, groupBlock, groupUnits } from './grouped-units.ts';
import { randomSource } from './random.ts';

const SEED = 3;

/** [columns] of [rows] */
function drawn(columns: number, rows: number, of: (normal: number) => number): Float64Array[] {
  const random = randomSource(SEED, 'sign-flips');
  const uniform = () => ((random.bits() >>> 0) + 0.5) / 2 ** 32;
  const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  return Array.from({ length: columns }, () => Float64Array.from({ length: rows }, () => of(normal())));
}

function sample(values: readonly Float64Array[], more: Partial<AggregateInput> = {}) {
  const column = { family: 'a', signed: false, change: 'high', range: [null, null] } as const;
  return aggregate({
    columns: values.map(() => column),
    values,
    cluster: null,
    comparison: null,
    margins: null,
    marginShare: null,
    seed: SEED,
    topK: 0,
    bootstrapResamples: 1000,
    ...more,
  }).columns;
}

it('puts all units into groups of nearly one size, whose sums of deviations come to 0', () => {
  const [values = new Float64Array()] = drawn(1, 301, Math.exp);
  values[7] = Number.NaN;
  const design = meanDesign(oneCell(presentRows(values), null));
  const of = (seed: number) => groupUnits(design, [[values]], { groups: 100, seed });
  const [[sums = new Float64Array()] = []] = of(1).columns;
  expect(sums).toHaveLength(100);
  expect(sums.reduce((sum, own) => sum + own, 0)).toBeCloseTo(0, 9);
  expect(of(1)).toEqual(of(1));
  expect(of(2)).not.toEqual(of(1));
  expect(groupBlock({ groups: 100, seed: 1 }, 5)).not.toEqual(groupBlock({ groups: 100, seed: 2 }, 5));
});

it('groups what has twice as many units as groups, and no clusters', () => {
  const rows = (length: number) => Int32Array.from({ length }, (_, row) => row);
  const grouping = { groups: 50, seed: 0 };
  expect(canBeGrouped(meanDesign(oneCell(rows(100), null)), grouping)).toBe(true);
  expect(canBeGrouped(meanDesign(oneCell(rows(99), null)), grouping)).toBe(false);
  expect(
    canBeGrouped(
      meanDesign(
        oneCell(
          rows(400),
          rows(400).map((row) => row >> 1),
        ),
      ),
      grouping,
    ),
  ).toBe(false);
});

it('leaves a sample that is too small, or in clusters, as it is', () => {
  const values = drawn(3, 60, Math.exp);
  expect(sample(values, { bootstrapGroups: 50 })).toEqual(sample(values));
  const cluster = Int32Array.from({ length: 60 }, (_, row) => row % 20);
  expect(sample(values, { cluster, bootstrapGroups: 10 })).toEqual(sample(values, { cluster }));
});

it('changes intervals only, and those without a direction', () => {
  const values = drawn(80, 500, Math.exp);
  const [plain, grouped] = [sample(values), sample(values, { bootstrapGroups: 128 })];
  let ratio = 0;
  let shift = 0;
  plain.forEach((own, c) => {
    const other = grouped[c];
    expect({ ...own, ci_low: 0, ci_high: 0 }).toEqual({ ...other, ci_low: 0, ci_high: 0 });
    const [low = 0, high = 0] = [own.ci_low ?? 0, own.ci_high ?? 0];
    ratio += ((other?.ci_high ?? 0) - (other?.ci_low ?? 0)) / (high - low) / plain.length;
    shift += ((other?.ci_high ?? 0) + (other?.ci_low ?? 0) - high - low) / (high - low) / plain.length;
  });
  expect(ratio).toBeGreaterThan(0.95);
  expect(ratio).toBeLessThan(1.07);
  expect(Math.abs(shift)).toBeLessThan(0.05);
});

it.each([
  { name: 'of skewed values', of: Math.exp, mean: Math.exp(0.5) },
  { name: 'of values that are 0 but for a few', of: (x: number) => Math.max(0, x - 1), mean: 0.0833155 },
  { name: 'of a normal', of: (x: number) => x, mean: 0 },
])('covers the truth as often as the bootstrap of units: $name', ({ of, mean }) => {
  const values = drawn(400, 400, of);
  const missed = (more: Partial<AggregateInput>) => {
    const columns = sample(values, { describes: false, ...more });
    return {
      above: columns.filter(({ ci_low }) => (ci_low ?? 0) > mean).length / columns.length,
      below: columns.filter(({ ci_high }) => (ci_high ?? 0) < mean).length / columns.length,
    };
  };
  const [units, groups] = [missed({}), missed({ bootstrapGroups: 128 })];
  // The same data: what is between them is not the error of 400 runs, which is .011, but much less.
  expect(Math.abs(groups.above - units.above)).toBeLessThanOrEqual(0.0125);
  expect(Math.abs(groups.below - units.below)).toBeLessThanOrEqual(0.0125);
  expect(1 - groups.above - groups.below).toBeGreaterThan(0.91);
  expect(1 - groups.above - groups.below).toBeLessThan(0.975);
});

describe('of very many pairs', () => {
  const signed = { family: 'a', signed: true, change: 'either', range: [null, null] } as const;
  const rows = 6000;
  const columns = 12;
  const values = drawn(columns, rows, (x) => Math.exp(x) + 0.02);
  const control = drawn(columns, rows / 2, Math.exp);
  const number = (length: number, of: (row: number) => number) =>
    Int32Array.from({ length }, (_, row) => of(row));
  const comparisons: Record<string, Partial<AggregateInput>> = {
    'pairs with a control set in strata': {
      comparison: {
        kind: 'matched',
        control,
        controlCluster: null,
        stratum: number(rows, (row) => row % 2),
        controlStratum: number(rows / 2, (row) => row % 2),
        covariates: null,
      },
    },
    'clusters with a control set': {
      cluster: number(rows, (row) => row >> 1),
      comparison: {
        kind: 'unadjusted',
        control,
        controlCluster: number(rows / 2, (row) => rows + row),
        stratum: number(rows, () => 0),
        controlStratum: number(rows / 2, () => 0),
        covariates: null,
      },
    },
    'pairs with neutrals': {
      comparison: {
        kind: 'paired',
        neutral: values.map((_, c) => values[(c + 5) % columns]!),
        used: new Uint8Array(rows).fill(1),
      },
    },
  };
  const of = (more: Partial<AggregateInput>) =>
    aggregate({
      columns: values.map(() => signed),
      values,
      cluster: null,
      comparison: null,
      margins: null,
      marginShare: null,
      seed: SEED,
      topK: 0,
      bootstrapResamples: 1000,
      permutations: 1000,
      mostPermutations: 1000,
      ...more,
    }).columns;

  it.each(Object.entries(comparisons))('%s: intervals as wide, in the same place, and p alike', (_, more) => {
    const [plain, many] = [of(more), of({ ...more, manyPairs: true })];
    let ratio = 0;
    let shift = 0;
    plain.forEach((own, c) => {
      const other = many[c]!;
      expect([other.difference, other.difference_se, other.cliffs_delta]).toEqual([
        own.difference,
        own.difference_se,
        own.cliffs_delta,
      ]);
      const width = own.difference_ci_high! - own.difference_ci_low!;
      ratio += (other.difference_ci_high! - other.difference_ci_low!) / width / columns;
      shift +=
        (other.difference_ci_high! +
          other.difference_ci_low! -
          own.difference_ci_high! -
          own.difference_ci_low!) /
        width /
        columns;
      // A thousand arrangements tell p to three hundredths.
      expect(Math.abs(other.p! - own.p!)).toBeLessThan(0.1);
      expect([other.arrangements, other.least_p, other.top_share]).toEqual([null, null, null]);
    });
    expect(ratio).toBeGreaterThan(0.96);
    expect(ratio).toBeLessThan(1.05);
    expect(Math.abs(shift)).toBeLessThan(0.05);
  });
});
