import { describe, expect, test } from 'vitest';
import { arrangementDraws, countArrangements, exchangedBlocks, planArrangements } from './arrangements.ts';
import { comparisonCells, oneCell, presentRows } from './cells.ts';
import { estimateDifference, estimateMean } from './cr2.ts';
import { goldenCases, type GoldenComparison, goldenSide, isGolden } from './golden.example.ts';
import { emptyMoments } from './moments.ts';
import { permutationTests } from './permutation.ts';
import { randomSource } from './random.ts';
import { zeroWeights } from './resample-weights.ts';
import { signFlipTests } from './sign-flip.ts';
import { finish } from './steps.ts';
import { TailCounts } from './tail-counts.ts';
import {
  arrangedTile,
  momentsOfArrangedUnits,
  resampleGroup,
  stratumGroups,
  unitRoom,
} from './unit-moments.ts';
import { TILE } from './weighted-sums.ts';

interface Test {
  readonly statistic: number | null;
  readonly p: number;
  readonly arrangements: number;
  readonly least_p: number;
}

describe('permutation tests', () => {
  const cases = goldenCases<GoldenComparison & { studentise?: boolean }, Test>('permutation');
  test.each(cases.filter(({ input }) => input.studentise !== false))('$name', ({ input, expected }) => {
    const [set, control] = ([1, 0] as const).map((which) => goldenSide(input, which));
    const cells = comparisonCells(
      { ...set!, rows: presentRows(set!.values) },
      { ...control!, rows: presentRows(control!.values) },
    )!;
    const estimate = estimateDifference(cells, set!.values, control!.values);
    const [result] = finish(
      permutationTests(
        cells,
        [[set!.values, control!.values]],
        [estimate],
        10_000,
        randomSource(0, 'permutation'),
      ),
    );
    const statistic =
      estimate.se === 0 ? (estimate.estimate === 0 ? 0 : null) : estimate.estimate / estimate.se!;
    expect(statistic).toSatisfy((own: number | null) => isGolden(own, expected.statistic));
    expect(result).toEqual({
      p: expected.p,
      leastP: expected.least_p,
      arrangements: expected.arrangements,
      exact: true,
    });
  });
});

describe('permutation of the difference itself, which is for comparison only', () => {
  const cases = goldenCases<GoldenComparison & { studentise?: boolean }, Test>('permutation');
  test.each(cases.filter(({ input }) => input.studentise === false))('$name', ({ input, expected }) => {
    const [set, control] = ([1, 0] as const).map((which) => goldenSide(input, which));
    const cells = comparisonCells(
      { ...set!, rows: presentRows(set!.values) },
      { ...control!, rows: presentRows(control!.values) },
    )!;
    const column = [set!.values, control!.values];
    const observed = estimateDifference(cells, set!.values, control!.values).estimate;
    const blocks = exchangedBlocks(cells);
    const plan = planArrangements(countArrangements(blocks), 10_000);
    const weights = zeroWeights(blocks[0]!.units.length, plan.arrangements);
    const [draw] = arrangementDraws(blocks, plan.exact, randomSource(0, 'permutation'));
    for (let r = 0; r < plan.arrangements; r++) draw!(weights, r);
    const groups = stratumGroups(cells.set, cells.control);
    const moments = emptyMoments(plan.arrangements);
    momentsOfArrangedUnits(
      cells.set.weights,
      arrangedTile(cells.set, cells.control, [column], groups),
      [resampleGroup(groups[0]!, weights)],
      unitRoom(plan.arrangements),
      moments,
    );
    const counts = new TailCounts(observed);
    for (let r = 0; r < plan.arrangements; r++) counts.add(moments.estimate[r * TILE]!);
    expect(observed).toSatisfy((own: number) => isGolden(own, expected.statistic));
    const result = counts.test(plan);
    expect([result.p, result.arrangements, result.leastP]).toEqual([
      expected.p,
      expected.arrangements,
      expected.least_p,
    ]);
  });
});

describe('sign-flip tests', () => {
  interface Paired {
    readonly mean: number;
    readonly se: number | null;
    readonly dof: number | null;
    readonly n: number;
    readonly units: number;
    readonly sign_flip?: Test;
    readonly d: (number | null)[];
    readonly cluster?: (string | null)[];
  }
  const within = goldenCases<unknown, { d: (number | null)[]; cluster: string[]; paired: Paired }>(
    'within_clusters',
  );
  const cases = [
    ...goldenCases<{ d: (number | null)[]; cluster?: string[] }, Paired>('paired').map(
      ({ name, input, expected }) => ({
        name,
        input,
        expected,
      }),
    ),
    ...within.map(({ name, expected: { d, cluster, paired } }) => ({
      name,
      input: { d, cluster },
      expected: paired,
    })),
  ];
  test.each(cases)('$name', ({ input, expected }) => {
    const values = Float64Array.from(input.d, (value) => value ?? NaN);
    const names = input.cluster && [...new Set(input.cluster)].sort();
    const side = oneCell(
      presentRows(values),
      names ? input.cluster!.map((name) => names.indexOf(name)) : null,
    );
    const estimate = estimateMean(side, values)!;
    expect(estimate.estimate).toSatisfy((own: number) => isGolden(own, expected.mean));
    expect(estimate.se).toSatisfy((own: number | null) => isGolden(own, expected.se));
    expect(estimate.dof).toSatisfy((own: number | null) => isGolden(own, expected.dof));
    expect([side.rows.length, side.units]).toEqual([expected.n, expected.units]);
    if (expected.sign_flip === undefined) {
      expect(side.units).toBe(1);
      return;
    }
    const [result] = finish(signFlipTests(side, [values], [estimate], 10_000, randomSource(0, 'sign-flips')));
    expect(result).toEqual({
      p: expected.sign_flip.p,
      leastP: expected.sign_flip.least_p,
      arrangements: expected.sign_flip.arrangements,
      exact: true,
    });
  });
});
