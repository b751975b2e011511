// The procedures against SciPy, statsmodels, pingouin and arch, by scripts/statistics/reference.py.
import { describe, expect, test } from 'vitest';
import reference from '../../../tests/fixtures/statistics/reference.json' with { type: 'json' };
import { bootstrapBlocks, studentisedBootstrap } from './bootstrap.ts';
import { type Cells, comparisonCells, oneCell, presentRows } from './cells.ts';
import { stratifiedCliffsDelta } from './cliffs-delta.ts';
import { estimateDifference, estimateMean } from './cr2.ts';
import { meanDesign } from './design.ts';
import { studentSurvival } from './distributions.ts';
import { equivalenceBounds, equivalenceTest } from './equivalence.ts';
import { studentInterval } from './interval.ts';
import { intraclassCorrelation } from './intraclass.ts';
import { permutationTests } from './permutation.ts';
import { detectableDifference, neededFor, powerOf } from './power.ts';
import { randomSource } from './random.ts';
import { estimateAdjusted, regressionDesign } from './regression.ts';
import { signFlipTests } from './sign-flip.ts';
import { finish } from './steps.ts';

function cellsOf(stratum: readonly number[], controlStratum: readonly number[]): Cells {
  const side = (of: readonly number[]) => ({ rows: Int32Array.from(of.keys()), stratum: of, cluster: null });
  return comparisonCells(side(stratum), side(controlStratum))!;
}

/** Two samples without strata. */
function samples(first: readonly number[], second: readonly number[]) {
  const cells = cellsOf(
    first.map(() => 0),
    second.map(() => 0),
  );
  return { cells, set: Float64Array.from(first), control: Float64Array.from(second) };
}

/** By relative size: 1e-9. */
function expectClose(value: number | null | undefined, expected: number): void {
  expect(Math.abs(value! - expected)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(expected)));
}

test.each(reference.welch)('Welch: scipy.stats.ttest_ind, t $statistic', (entry) => {
  const { cells, set, control } = samples(entry.first, entry.second);
  const { estimate, se, dof } = estimateDifference(cells, set, control);
  expectClose(estimate / se!, entry.statistic);
  expectClose(dof, entry.dof);
  expectClose(2 * studentSurvival(Math.abs(estimate / se!), dof!), entry.p);
  // Four units a side: the interval is Student's.
  const { limits } = studentInterval({ estimate, se, dof }, 4, new Float64Array());
  expectClose(limits![0], entry.low);
  expectClose(limits![1], entry.high);
});

test.each(reference.equal_clusters)('clusters of one size: t of their means, $statistic', (entry) => {
  const values = Float64Array.from(entry.values);
  const { estimate, se, dof } = estimateMean(oneCell(presentRows(values), entry.cluster), values)!;
  expectClose(estimate / se!, entry.statistic);
  expectClose(dof, entry.dof);
});

describe('HC2: statsmodels OLS, cov_type HC2', () => {
  test.each(reference.hc2)('difference $difference', (entry) => {
    const rows = (side: number) => entry.side.flatMap((of, row) => (of === side ? [row] : []));
    const [set, control] = [rows(1), rows(0)];
    const column = (of: number[]) => Float64Array.from(of, (row) => entry.values[row]!);
    const names = Object.keys(entry.covariates);
    const byName = entry.covariates as Record<string, number[]>;
    const matrix = (of: number[]) =>
      Float64Array.from(of.flatMap((row) => names.map((name) => byName[name]![row]!)));
    const cells = cellsOf(
      set.map((row) => entry.stratum[row]!),
      control.map((row) => entry.stratum[row]!),
    );
    const design = regressionDesign(cells, { names, set: matrix(set), control: matrix(control) });
    const { estimate, se } = estimateAdjusted(design, column(set), column(control));
    expectClose(estimate, entry.difference);
    expectClose(se, entry.se);
  });
});

describe('equivalence', () => {
  test.each(reference.equivalence)('statsmodels ttost_ind, unequal spread: p $p', (entry) => {
    const { cells, set, control } = samples(entry.first, entry.second);
    const { estimate, se, dof } = estimateDifference(cells, set, control);
    const result = equivalenceTest(equivalenceBounds(estimate, se, entry.margin)!, dof!, null);
    expectClose(result.p, entry.p);
    expectClose(result.pLower, entry.p_lower);
    expectClose(result.pUpper, entry.p_upper);
  });
  test.each(reference.equivalence_paired)('statsmodels ttost_paired: p $p', (entry) => {
    const values = Float64Array.from(entry.values);
    const { estimate, se, dof } = estimateMean(oneCell(presentRows(values), null), values)!;
    const result = equivalenceTest(equivalenceBounds(estimate, se, entry.margin)!, dof!, null);
    expectClose(result.p, entry.p);
    expectClose(result.pLower, entry.p_lower);
    expectClose(result.pUpper, entry.p_upper);
  });
});

test.each(reference.power)('power: statsmodels TTestPower, d $effect, n $n', (entry) => {
  const precision = { se: 1 / Math.sqrt(entry.n), dof: entry.n - 1 };
  expectClose(powerOf(entry.effect, precision, entry.alpha), entry.power);
  const needed = neededFor(entry.effect, precision, { units: entry.n, pairs: entry.n }, entry.alpha)!;
  expect(needed.pairs).toBe(entry.needed);
  expectClose(detectableDifference(precision, entry.alpha), entry.detectable);
});

describe('permutations', () => {
  const random = () => randomSource(1, 'permutation');
  const testOf = ({ cells, set, control }: ReturnType<typeof samples>) => {
    const estimate = estimateDifference(cells, set, control);
    const columns = [[set, control]];
    const [result] = finish(permutationTests(cells, columns, [estimate], 10_000, random()));
    return { ...result!, statistic: estimate.estimate / estimate.se! };
  };

  test.each(reference.permutation)('scipy.stats.permutation_test of Welch’s t: p $p', (entry) => {
    const result = testOf(samples(entry.first, entry.second));
    expectClose(result.statistic, entry.statistic);
    expectClose(result.p, entry.p);
    expect(result).toMatchObject({ arrangements: entry.arrangements, exact: true });
  });

  test.each(reference.permutation_strata)('strata, each arrangement by HC2: p $p', (entry) => {
    const strata = (of: number[][]) => of.flatMap((values, s) => values.map(() => s));
    const result = testOf({
      cells: cellsOf(strata(entry.first), strata(entry.second)),
      set: Float64Array.from(entry.first.flat()),
      control: Float64Array.from(entry.second.flat()),
    });
    expectClose(result.statistic, entry.statistic);
    expectClose(result.p, entry.p);
    expect(result).toMatchObject({ arrangements: entry.arrangements, exact: true });
  });

  test.each(reference.sign_flip)('scipy.stats.permutation_test of signs, by t: p $p', (entry) => {
    const values = Float64Array.from(entry.values);
    const side = oneCell(presentRows(values), null);
    const estimate = estimateMean(side, values)!;
    const [result] = finish(signFlipTests(side, [values], [estimate], 10_000, random()));
    expectClose(estimate.estimate / estimate.se!, entry.statistic);
    expectClose(result!.p, entry.p);
    expect(result).toMatchObject({ arrangements: entry.arrangements, exact: true });
  });
});

test.each(reference.likeness)('F: scipy.stats.f_oneway; ICC(1): pingouin, $f', (entry) => {
  const result = intraclassCorrelation(Float64Array.from(entry.values), Int32Array.from(entry.cluster));
  expectClose(result.f, entry.f);
  expectClose(result.p, entry.p);
  if (entry.icc !== null) expectClose(result.icc, entry.icc);
});

test.each(reference.cliffs_delta.filter(({ first, second }) => first.length > 1 && second.length > 1))(
  'Mann and Whitney’s U: delta $delta',
  ({ first, second, delta }) => {
    const { cells, set, control } = samples(first, second);
    expectClose(stratifiedCliffsDelta(cells, set, control).delta, delta);
  },
);

test.each(reference.studentised_bootstrap)('studentised interval: arch, from $low', (entry) => {
  const resamples = 20_000;
  const values = Float64Array.from(entry.values);
  const side = oneCell(presentRows(values), null);
  const estimate = estimateMean(side, values)!;
  const blocks = [bootstrapBlocks(side, randomSource(5, 'set-bootstrap'))];
  let limits: readonly [number, number] | null = null;
  finish(
    studentisedBootstrap(meanDesign(side), [[values]], [estimate.se!], blocks, resamples, (_, resampled) => {
      limits = studentInterval(estimate, values.length, resampled).limits;
    }),
  );
  // An estimated quantile of t* has this standard error; arch's, of ten times as many, a third of it.
  const allowed = (density: number) =>
    4 * 1.05 * estimate.se! * (Math.sqrt((0.025 * 0.975) / resamples) / density);
  expect(Math.abs(limits![0] - entry.low)).toBeLessThan(allowed(entry.density_low));
  expect(Math.abs(limits![1] - entry.high)).toBeLessThan(allowed(entry.density_high));
});
