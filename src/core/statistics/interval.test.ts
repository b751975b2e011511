import { describe, expect, test } from 'vitest';
import { bootstrapBlocks, type DrawnBlock, studentisedBootstrap } from './bootstrap.ts';
import { type CellSide, comparisonCells, oneCell, presentRows } from './cells.ts';
import { type Design, differenceDesign, estimateOf, meanDesign, type SidesOfColumn } from './design.ts';
import { goldenCases, type GoldenComparison, goldenSide, isGolden } from './golden.example.ts';
import { cutInterval, intervalKind, quantileOfInfinite, studentInterval } from './interval.ts';
import { randomSource } from './random.ts';
import { setWeights } from './resample-weights.ts';
import { finish } from './steps.ts';

interface Expected {
  readonly kind: string;
  readonly interval: [number | null, number | null];
}

/** Draws given by a case: [resample][block] the units drawn. */
function given(side: CellSide, draws: readonly (readonly (readonly number[])[])[]): DrawnBlock[] {
  return bootstrapBlocks(side, randomSource(0, 'set-bootstrap')).map(({ units }, b) => ({
    units,
    draw: (weights, r) => {
      const counts = new Uint16Array(units.length);
      for (const unit of draws[r]![b]!) counts[unit]!++;
      setWeights(weights, r, counts);
    },
  }));
}

function intervalOf(
  design: Design,
  column: SidesOfColumn,
  blocks: DrawnBlock[][],
  draws: number,
  units: number,
) {
  const estimate = estimateOf(design, column)!;
  let interval = studentInterval(estimate, units, new Float64Array());
  finish(
    studentisedBootstrap(design, [column], [estimate.se!], blocks, draws, (_, resampled) => {
      interval = studentInterval(estimate, units, resampled);
    }),
  );
  return interval;
}

function expectGolden(interval: ReturnType<typeof studentInterval>, expected: Expected): void {
  expect(interval.kind).toBe(expected.kind);
  expected.interval.forEach((limit, end) =>
    expect(interval.limits?.[end] ?? null).toSatisfy((own: number | null) => isGolden(own, limit)),
  );
}

test.each(goldenCases<{ units: number }, string>('interval_kind'))('$name', ({ input, expected }) => {
  expect(intervalKind(input.units)).toBe(expected);
});

interface OfMean {
  readonly values: number[];
  readonly cluster: string[] | null;
  readonly draws: number[][];
  readonly units: number;
}

test.each(goldenCases<OfMean, Expected>('interval'))('$name', ({ input, expected }) => {
  const values = Float64Array.from(input.values);
  const names = input.cluster && [...new Set(input.cluster)].sort();
  const side = oneCell(
    presentRows(values),
    input.cluster && names && input.cluster.map((name) => names.indexOf(name)),
  );
  const blocks = given(side, input.draws.map((draw) => [draw])); // prettier-ignore
  expectGolden(intervalOf(meanDesign(side), [values], [blocks], input.draws.length, input.units), expected);
});

interface OfDifference extends GoldenComparison {
  readonly draws: number[][][];
  readonly units: number;
}

test.each(goldenCases<OfDifference, Expected>('interval_of_difference'))('$name', ({ input, expected }) => {
  const [set, control] = ([1, 0] as const).map((which) => goldenSide(input, which));
  const cells = comparisonCells(
    { ...set!, rows: presentRows(set!.values) },
    { ...control!, rows: presentRows(control!.values) },
  )!;
  // Cells of a case go stratum by stratum, set before control.
  const ofSide = (g: 0 | 1) => input.draws.map((draw) => draw.filter((_, cell) => cell % 2 === g));
  const blocks = [given(cells.set, ofSide(0)), given(cells.control, ofSide(1))];
  const column = [set!.values, control!.values];
  expectGolden(
    intervalOf(differenceDesign(cells), column, blocks, input.draws.length, input.units),
    expected,
  );
});

describe('limits', () => {
  test('lie no further out than three half-widths of t', () => {
    const estimate = { estimate: 0, se: 1, dof: 4 };
    const infinite = Float64Array.from([
      ...Array<number>(50).fill(-Infinity),
      ...Array<number>(50).fill(Infinity),
    ]);
    const { limits } = studentInterval(estimate, 40, infinite);
    // t_4,.975 = 2.776445
    expect(limits![0]).toBeCloseTo(-3 * 2.776445105, 8);
    expect(limits![1]).toBeCloseTo(3 * 2.776445105, 8);
  });

  test('are cut at the range of the metric', () => {
    expect(cutInterval({ kind: 't', limits: [-0.2, 1.3] }, [0, 1]).limits).toEqual([0, 1]);
    expect(cutInterval({ kind: 't', limits: [-0.2, 1.3] }, [null, 1]).limits).toEqual([-0.2, 1]);
    expect(cutInterval({ kind: 'none', limits: null }, [0, 1]).limits).toBeNull();
  });

  test('there are none without spread', () => {
    expect(studentInterval({ estimate: 0.3, se: 0, dof: null }, 40, new Float64Array(9)).limits).toBeNull();
    expect(studentInterval({ estimate: 0.3, se: null, dof: null }, 1, new Float64Array(9)).limits).toBeNull();
  });

  test('a quantile next to an infinite value is infinite', () => {
    const sorted = Float64Array.of(-Infinity, 1, 2, 3, Infinity);
    expect(quantileOfInfinite(sorted, 0.1)).toBe(-Infinity);
    expect(quantileOfInfinite(sorted, 0.5)).toBe(2);
    expect(quantileOfInfinite(sorted, 0.6)).toBeCloseTo(2.4, 14);
    expect(quantileOfInfinite(sorted, 0.9)).toBe(Infinity);
    expect(quantileOfInfinite(sorted, 1)).toBe(Infinity);
  });
});
