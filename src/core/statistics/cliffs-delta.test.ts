import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Cells, comparisonCells, oneCell, presentRows } from './cells.ts';
import { type CliffsDelta, pairedCliffsDelta, stratifiedCliffsDelta } from './cliffs-delta.ts';
import { type GoldenComparison, goldenCases, goldenSide, isGolden } from './golden.example.ts';

interface PairedInput {
  readonly d: (number | null)[];
  readonly cluster?: string[] | null;
}
interface Expected {
  readonly delta: number | null;
  readonly se: number | null;
  readonly dof: number | null;
  readonly interval: [number | null, number | null];
}

function expectGolden(result: CliffsDelta | null, expected: Expected): void {
  const pairs: [number | null | undefined, number | null][] = [
    [result?.delta, expected.delta],
    [result?.se, expected.se],
    [result?.dof, expected.dof],
    [result?.interval?.[0] ?? null, expected.interval[0]],
    [result?.interval?.[1] ?? null, expected.interval[1]],
  ];
  for (const [value, wanted] of pairs) {
    expect(value).toSatisfy((own: number | null) => isGolden(own, wanted));
  }
}

function sidesOf(input: GoldenComparison): { cells: Cells; set: Float64Array; control: Float64Array } {
  const [set, control] = ([1, 0] as const).map((which) => goldenSide(input, which));
  const cells = comparisonCells(
    { rows: presentRows(set!.values), stratum: set!.stratum, cluster: set!.cluster },
    { rows: presentRows(control!.values), stratum: control!.stratum, cluster: control!.cluster },
  );
  return { cells: cells!, set: set!.values, control: control!.values };
}

describe('delta of a comparison', () => {
  test.each(goldenCases<GoldenComparison, Expected>('cliff'))('$name', ({ input, expected }) => {
    const { cells, set, control } = sidesOf(input);
    expectGolden(stratifiedCliffsDelta(cells, set, control), expected);
  });

  const row = fc.record({ value: fc.nat(12), stratum: fc.nat(2), cluster: fc.nat(5) });
  test('is what a loop over all pairs of values gives, and turns its sign with the sides', () => {
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 8, maxLength: 30 }),
        fc.array(row, { minLength: 8, maxLength: 30 }),
        (first, second) => {
          const present = (rows: typeof first) => ({
            rows: Int32Array.from(rows.keys()),
            stratum: rows.map(({ stratum }) => stratum),
            cluster: rows.map(({ cluster }) => cluster),
          });
          const column = (rows: typeof first) => Float64Array.from(rows, ({ value }) => value);
          const cells = comparisonCells(present(first), present(second));
          if (cells === null) return;
          const result = stratifiedCliffsDelta(cells, column(first), column(second));
          let plain = 0;
          cells.strata.forEach((stratum, s) => {
            const [x, y] = [first, second].map((rows) => rows.filter((one) => one.stratum === stratum));
            const signs = x!.flatMap((a) => y!.map((b) => Math.sign(a.value - b.value)));
            plain += (cells.set.weights[s]! * signs.reduce((sum, sign) => sum + sign, 0)) / signs.length;
          });
          expect(result.delta).toBeCloseTo(plain, 12);
          // Larger values become smaller ones: delta and its interval change sides.
          const turned = stratifiedCliffsDelta(
            cells,
            column(first).map((value) => -value),
            column(second).map((value) => -value),
          );
          expect(turned.delta).toBeCloseTo(-result.delta, 12);
          expect(turned.se).toBeCloseTo(result.se!, 12);
          if (result.interval === null) {
            expect(turned.interval).toBeNull();
            return;
          }
          expect(turned.interval![0]).toBeCloseTo(-result.interval[1], 9);
          expect(turned.interval![1]).toBeCloseTo(-result.interval[0], 9);
          expect(result.interval[0]).toBeGreaterThanOrEqual(-1);
          expect(result.interval[0]).toBeLessThanOrEqual(result.delta);
          expect(result.interval[1]).toBeGreaterThanOrEqual(result.delta);
        },
      ),
      { seed: 17 },
    );
  });

  test('by hand, with ties', () => {
    // 2 > 1, 2 = 2, 2 < 3; 3 > 1, 3 > 2, 3 = 3: (3 - 1) / 6
    const [set, control] = [Float64Array.of(2, 3), Float64Array.of(1, 2, 3)];
    const present = (values: Float64Array) => ({
      rows: presentRows(values),
      stratum: new Int32Array(values.length),
      cluster: null,
    });
    const cells = comparisonCells(present(set), present(control))!;
    expect(stratifiedCliffsDelta(cells, set, control).delta).toBeCloseTo(1 / 3, 14);
  });

  test('all values equal lead nowhere, and have no interval', () => {
    const equal = new Float64Array(5).fill(0.1);
    const present = { rows: presentRows(equal), stratum: new Int32Array(5), cluster: null };
    const result = stratifiedCliffsDelta(comparisonCells(present, present)!, equal, equal);
    expect(result).toEqual({ delta: 0, se: 0, dof: null, interval: null });
  });
});

describe('delta of pairs with a neutral', () => {
  const paired = ({ d, cluster }: PairedInput) => {
    const values = Float64Array.from(d, (value) => value ?? NaN);
    const names = [...new Set(cluster)];
    const numbers = cluster ? cluster.map((name) => names.indexOf(name)) : null;
    return pairedCliffsDelta(oneCell(presentRows(values), numbers), values);
  };

  test.each(goldenCases<PairedInput, Expected>('cliff_paired'))('$name', ({ input, expected }) => {
    expectGolden(paired(input), expected);
  });

  test('one pair has a delta and nothing else, none has none', () => {
    expect(paired({ d: [0.3, null] })).toEqual({ delta: 1, se: null, dof: null, interval: null });
    expect(paired({ d: [null] })).toBeNull();
  });

  test('differences of 0 are 0, not -0', () => {
    expect(paired({ d: [-0, -0, -0] })).toEqual({ delta: 0, se: 0, dof: null, interval: null });
  });
});
