import { describe, expect, test } from 'vitest';
import { aggregate, type AggregateInput, type Comparison } from './aggregate.ts';
import { bootstrapBlocks } from './bootstrap.ts';
import { comparisonCells, presentRows } from './cells.ts';
import { RANK_RESAMPLES } from './rank-resamples.ts';
import { randomSource } from './random.ts';
import { weightOf, zeroWeights } from './resample-weights.ts';

const HEADS = 6;
const PAIRS = 24;
const CONTROLS = 30;

const random = randomSource(2, 'permutation');
const values = Float64Array.from(
  { length: PAIRS * HEADS },
  (_, at) => random.below(1000) / 1000 + (at % HEADS) / 20,
);
const control = Float64Array.from({ length: CONTROLS * HEADS }, () => random.below(1000) / 1000);
// The first head has a value in half of the pairs, the second in none.
for (let pair = 0; pair < PAIRS; pair++) {
  if (pair % 2 === 0) values[pair * HEADS] = NaN;
  values[pair * HEADS + 1] = NaN;
}
const stratum = Int32Array.from({ length: PAIRS }, (_, pair) => (pair % 3 === 0 ? 1 : 0));
const controlStratum = Int32Array.from({ length: CONTROLS }, (_, pair) => (pair % 4 === 0 ? 1 : 0));

function topShares(
  change: 'high' | 'low',
  clusters: 'none' | 'in strata' | 'across strata',
  topK = 2,
): (number | null)[] {
  const cluster = {
    none: null,
    'in strata': stratum.map((own, pair) => own * 20 + (pair % 5)),
    'across strata': stratum.map((_, pair) => pair % 8),
  }[clusters];
  const controlCluster = cluster && controlStratum.map((own, pair) => own * 20 + (pair % 7));
  const comparison: Comparison = {
    kind: 'matched',
    control,
    controlCluster,
    stratum,
    controlStratum,
    covariates: null,
  };
  const input: AggregateInput = {
    columns: Array.from({ length: HEADS }, () => ({
      family: 'metric',
      signed: false,
      change,
      range: [null, null] as const,
    })),
    values,
    cluster,
    comparison,
    margins: null,
    marginShare: null,
    seed: 4,
    permutations: 50,
    mostPermutations: 50,
    bootstrapResamples: 50,
    topK,
  };
  return aggregate(input).columns.map(({ top_share }) => top_share);
}

/** The same by loops over the units that are drawn. */
function plainTopShares(sign: 1 | -1, k: number): (number | null)[] {
  const all = (count: number) => Int32Array.from({ length: count }, (_, row) => row);
  const cells = comparisonCells(
    { rows: all(PAIRS), stratum, cluster: null },
    { rows: all(CONTROLS), stratum: controlStratum, cluster: null },
  )!;
  const columnOf = (table: Float64Array, head: number) => table.filter((_, at) => at % HEADS === head);
  const draws = [cells.set, cells.control].map((side, g) =>
    bootstrapBlocks(side, randomSource(4, g === 0 ? 'rank-stability' : 'rank-stability-control')).map(
      ({ units, draw }) => {
        const weights = zeroWeights(units.length, RANK_RESAMPLES);
        for (let r = 0; r < RANK_RESAMPLES; r++) draw(weights, r);
        return { units, weights };
      },
    ),
  );
  const counts = Array<number>(HEADS).fill(0);
  const heads = Array.from({ length: HEADS }, (_, head) => {
    const sides = [columnOf(values, head), columnOf(control, head)];
    const own = comparisonCells(
      { rows: presentRows(sides[0]!), stratum, cluster: null },
      { rows: presentRows(sides[1]!), stratum: controlStratum, cluster: null },
    );
    return { sides, weights: own && own.set.weights };
  });
  for (let r = 0; r < RANK_RESAMPLES; r++) {
    const estimates = heads.map(({ sides, weights }) =>
      weights === null
        ? NaN
        : draws.reduce(
            (difference, blocks, g) =>
              blocks.reduce((sum, { units, weights: drawn }, s) => {
                let [total, pairs] = [0, 0];
                units.forEach((unit, item) => {
                  const value = sides[g]![unit]!;
                  if (Number.isNaN(value)) return;
                  total += weightOf(drawn, r, item) * value;
                  pairs += weightOf(drawn, r, item);
                });
                return sum + ((g === 0 ? 1 : -1) * weights[s]! * total) / pairs;
              }, difference),
            0,
          ),
    );
    const order = estimates
      .map((estimate, head) => ({ estimate: sign * estimate, head }))
      .filter(({ estimate }) => !Number.isNaN(estimate))
      .sort((a, b) => b.estimate - a.estimate || a.head - b.head);
    for (const { head } of order.slice(0, k)) counts[head]!++;
  }
  return counts.map((count, head) => (heads[head]!.weights === null ? null : count / RANK_RESAMPLES));
}

describe('shares of resamples in which a head is among the first', () => {
  test.each([
    ['high', 1],
    ['low', -1],
  ] as const)('are those of drawing pairs again, change %s', (change, sign) => {
    const shares = topShares(change, 'none');
    expect(shares).toEqual(plainTopShares(sign, 2));
    expect(shares[1]).toBeNull();
    expect(shares[5]! > 0.5).toBe(sign === 1);
  });

  test.each(['in strata', 'across strata'] as const)(
    'by clusters %s there are as many heads in the top',
    (clusters) => {
      const shares = topShares('high', clusters);
      expect(shares.reduce((sum: number, share) => sum + (share ?? 0), 0)).toBeCloseTo(2, 10);
      expect(shares).not.toEqual(topShares('high', 'none'));
    },
  );

  test('the top is at most half of the heads, and none are ranked when none are asked for', () => {
    expect(topShares('high', 'none', 50)).toEqual(plainTopShares(1, 3));
    expect(topShares('high', 'none', 0)).toEqual(Array(HEADS).fill(null));
  });
});
