/** The fast kernels against plain loops, on random designs with strata, clusters and holes. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arrangementDraws, type ExchangedBlock, exchangedBlocks } from './arrangements.ts';
import { bootstrapBlocks, studentisedBootstrap } from './bootstrap.ts';
import { type Cells, comparisonCells, oneCell, presentRows } from './cells.ts';
import { crossesStrata, differenceDesign, estimateOf, meanDesign } from './design.ts';
import { pairsOfUnits, plainDifference, plainMoments } from './moments.reference.ts';
import { permutationTests } from './permutation.ts';
import { randomSource } from './random.ts';
import { type DrawResample, weightOf, zeroWeights } from './resample-weights.ts';
import { signFlipTests } from './sign-flip.ts';
import { finish } from './steps.ts';
import { studentise, studentisedResample } from './studentised.ts';
import { TailCounts } from './tail-counts.ts';

const RESAMPLES = 25;
/** More than a tile. */
const COLUMNS = 9;

interface Design {
  readonly cells: Cells;
  /** [column][side] */
  readonly columns: readonly (readonly Float64Array[])[];
}

/** Two or three strata; pairs as units, clusters of several sizes inside strata, or clusters across them. */
const designs = fc
  .record({
    pairs: fc.array(
      fc.record({
        isSet: fc.boolean(),
        stratum: fc.nat(2),
        cluster: fc.nat(5),
        hole: fc.nat(9),
        seed: fc.nat(),
      }),
      { minLength: 40, maxLength: 70 },
    ),
    units: fc.constantFrom('pairs', 'clusters in strata', 'clusters across strata'),
  })
  .map(({ pairs, units }): Design | null => {
    const sides = [true, false].map((isSet) => pairs.filter((pair) => pair.isSet === isSet));
    const values = Array.from({ length: COLUMNS }, (_, c) =>
      sides.map((side) =>
        Float64Array.from(side, ({ seed, hole }) =>
          hole === 0 ? NaN : (((seed % 9973) * (c + 7)) % 1009) / 1009 + c,
        ),
      ),
    );
    const clusterOf = { pairs: null, 'clusters in strata': (pair: (typeof pairs)[number]) => pair.stratum * 10 + pair.cluster, 'clusters across strata': (pair: (typeof pairs)[number]) => pair.cluster }[units]; // prettier-ignore
    const [set, control] = sides.map((side, g) => ({
      rows: presentRows(values[0]![g]!),
      stratum: side.map(({ stratum }) => stratum),
      cluster: clusterOf && side.map(clusterOf),
    }));
    const cells = comparisonCells(set!, control!);
    return cells && { cells, columns: values };
  })
  .filter((design) => design !== null);

/** The draws of a block, recorded: [resample][item]. */
function recorded(draw: DrawResample, items: number): { draw: DrawResample; drawn: number[][] } {
  const drawn: number[][] = [];
  return {
    drawn,
    draw: (weights, r) => {
      draw(weights, r);
      drawn.push(Array.from({ length: items }, (_, item) => weightOf(weights, r, item)));
    },
  };
}

test('a studentised bootstrap of a difference is that of the copies', () => {
  fc.assert(
    fc.property(designs, fc.nat(1000), ({ cells, columns }, seed) => {
      const design = differenceDesign(cells);
      const sides = [cells.set, cells.control];
      const recordings = sides.map((side) =>
        bootstrapBlocks(side, randomSource(seed, 'set-bootstrap')).map(({ units, draw }) => ({
          units,
          ...recorded(draw, units.length),
        })),
      );
      const estimates = columns.map((column) => estimateOf(design, column)!);
      const found: number[][] = [];
      const errors = estimates.map(({ se }) => se!);
      finish(
        studentisedBootstrap(design, columns, errors, recordings, RESAMPLES, (_, resampled) =>
          found.push([...resampled]),
        ),
      );
      columns.forEach((column, c) => {
        const copies = (g: number, r: number) => {
          const units = pairsOfUnits(sides[g]!, column[g]!);
          return recordings[g]!.flatMap((block) =>
            Array.from(block.units).flatMap((unit, item) =>
              Array.from({ length: block.drawn[r]![item]! }, () => units[unit]!),
            ),
          );
        };
        const expected = Array.from({ length: RESAMPLES }, (_, r) => {
          const { estimate, variance } = plainDifference(copies(0, r), copies(1, r), cells);
          return studentisedResample(estimate - estimates[c]!.estimate, Math.sqrt(variance), errors[c]!);
        }).sort((a, b) => a - b);
        expectAlike(found[c]!, expected);
      });
    }),
    { seed: 11, numRuns: 20 },
  );
});

test('a studentised bootstrap of a mean is that of the copies', () => {
  fc.assert(
    fc.property(designs, fc.boolean(), ({ cells: { set }, columns }, clustered) => {
      const cluster = clustered ? Array.from(columns[0]![0]!, (_, row) => row % 7) : null;
      const side = oneCell(set.rows, cluster);
      const design = meanDesign(side);
      const values = columns[3]![0]!;
      const estimate = estimateOf(design, [values])!;
      const blocks = bootstrapBlocks(side, randomSource(1, 'set-bootstrap')).map(({ units, draw }) => ({
        units,
        ...recorded(draw, units.length),
      }));
      let found: number[] = [];
      finish(
        studentisedBootstrap(design, [[values]], [estimate.se!], [blocks], RESAMPLES, (_, resampled) => {
          found = [...resampled];
        }),
      );
      const units = pairsOfUnits(side, values);
      const expected = blocks[0]!.drawn
        .map((times) => {
          const copies = times.flatMap((count, unit) => Array.from({ length: count }, () => units[unit]!));
          const { estimate: own, variance } = plainMoments(copies, Float64Array.of(1));
          return studentisedResample(own - estimate.estimate, Math.sqrt(variance), estimate.se!);
        })
        .sort((a, b) => a - b);
      expectAlike(found, expected);
    }),
    { seed: 12, numRuns: 30 },
  );
});

test('a permutation test counts the arrangements of units', () => {
  fc.assert(
    fc.property(designs, fc.nat(1000), ({ cells, columns }, seed) => {
      const design = differenceDesign(cells);
      const estimates = columns.map((column) => estimateOf(design, column)!);
      const found = finish(
        permutationTests(cells, columns, estimates, RESAMPLES, randomSource(seed, 'permutation')),
      );
      // All cells have two units, so that there are many more than 10,000 arrangements or few enough to count.
      if (found[0]!.exact) return;
      const blocks = exchangedBlocks(cells);
      const arrangements = drawnArrangements(blocks, seed);
      columns.forEach((column, c) => {
        const units = [...pairsOfUnits(cells.set, column[0]!), ...pairsOfUnits(cells.control, column[1]!)];
        const scale = scaleOf(units.flat().map(({ value }) => value));
        const { estimate, se } = estimates[c]!;
        const counts = new TailCounts(studentise(estimate, se!, scale));
        for (const isSet of arrangements) {
          const { estimate: own, variance } = plainDifference(
            units.filter((_, unit) => isSet[unit]),
            units.filter((_, unit) => !isSet[unit]),
            cells,
          );
          counts.add(studentise(own, Math.sqrt(variance), scale));
        }
        expect(counts.test(found[c]!)).toEqual(found[c]);
      });
    }),
    { seed: 13, numRuns: 20 },
  );
});

/** [arrangement][unit] the arrangements that the test draws, in the order of its blocks. */
function drawnArrangements(blocks: readonly ExchangedBlock[], seed: number): boolean[][] {
  const draws = arrangementDraws(blocks, false, randomSource(seed, 'permutation'));
  const weights = blocks.map(({ units }) => zeroWeights(units.length, RESAMPLES));
  return Array.from({ length: RESAMPLES }, (_, r) => {
    const isSet: boolean[] = [];
    blocks.forEach(({ units }, b) => {
      draws[b]!(weights[b]!, r);
      units.forEach((unit, item) => (isSet[unit] = weightOf(weights[b]!, r, item) === 1));
    });
    return isSet;
  });
}

test('a sign-flip test counts choices of signs of units', () => {
  fc.assert(
    fc.property(designs, fc.boolean(), ({ cells: { set }, columns }, clustered) => {
      const cluster = clustered ? Array.from(columns[0]![0]!, (_, row) => (row * row) % 11) : null;
      const side = oneCell(set.rows, cluster);
      if (side.units > 9) return;
      const values = columns.map(([own], c) => own!.map((value) => value - c - 0.4));
      const design = meanDesign(side);
      const estimates = values.map((own) => estimateOf(design, [own])!);
      const found = finish(signFlipTests(side, values, estimates, RESAMPLES, randomSource(1, 'sign-flips')));
      values.forEach((own, c) => {
        const units = pairsOfUnits(side, own);
        const scale = Math.max(...units.flat().map(({ value }) => Math.abs(value)));
        const counts = new TailCounts(studentise(estimates[c]!.estimate, estimates[c]!.se!, scale));
        for (let choice = 0; choice < 2 ** side.units; choice++) {
          const flipped = units.map((pairs, unit) =>
            (choice >> unit) & 1 ? pairs.map((pair) => ({ ...pair, value: -pair.value })) : pairs,
          );
          const { estimate, variance } = plainMoments(flipped, Float64Array.of(1));
          counts.add(studentise(estimate, Math.sqrt(variance), scale));
        }
        expect(counts.test(found[c]!)).toEqual(found[c]);
        expect(found[c]!.arrangements).toBe(2 ** side.units);
      });
    }),
    { seed: 14, numRuns: 40 },
  );
});

describe('where sums of squares leave rounding alone', () => {
  test('resamples of one value only have no spread, and their statistic is infinite', () => {
    const values = Float64Array.of(0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.7);
    const side = oneCell(presentRows(values), null);
    const design = meanDesign(side);
    const { se } = estimateOf(design, [values])!;
    let found = new Float64Array();
    const blocks = [bootstrapBlocks(side, randomSource(3, 'set-bootstrap'))];
    finish(studentisedBootstrap(design, [[values]], [se!], blocks, 500, (_, own) => (found = own.slice())));
    const without = found.filter((t) => t === -Infinity).length;
    // (7 / 8)^8 = .344 of resamples miss the last value; Binomial(500, .344): sd 10.6
    expect(Math.abs(without - 172)).toBeLessThan(5 * 10.6);
    expect(found.every((t) => !Number.isNaN(t))).toBe(true);
  });

  test('groups that do not vary differ by an infinite statistic, once in either direction', () => {
    const set = new Float64Array(9).fill(0.1 + 0.2);
    const control = new Float64Array(9).fill(0.1);
    const side = (values: Float64Array) => ({
      rows: presentRows(values),
      stratum: values.map(() => 0),
      cluster: null,
    });
    const cells = comparisonCells(side(set), side(control))!;
    const column = [set, control];
    const estimates = [estimateOf(differenceDesign(cells), column)!];
    const [found] = finish(
      permutationTests(cells, [column], estimates, 10_000, randomSource(1, 'permutation')),
    );
    // 48,620 arrangements are too many to go through; what was observed is hardly among those drawn.
    expect(found!.exact).toBe(false);
    expect(found!.p).toBeLessThanOrEqual(8 / 10_001);
  });
});

/** As many values alike to nine digits, infinite ones included. */
function expectAlike(found: readonly number[], expected: readonly number[]): void {
  expect(found).toHaveLength(expected.length);
  found.forEach((value, place) => {
    const other = expected[place]!;
    const alike = value === other || Math.abs(value - other) <= 1e-9 * Math.max(1, Math.abs(other));
    expect(alike, `${value} is ${other}`).toBe(true);
  });
}

function scaleOf(values: readonly number[]): number {
  return Math.max(...values) - Math.min(...values);
}

test('random designs have clusters inside and across strata', () => {
  const crossing = fc.sample(designs, { seed: 11, numRuns: 30 }).map(({ cells }) => crossesStrata(cells.set));
  expect(new Set(crossing).size).toBe(2);
});
