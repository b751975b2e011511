/**
 * Two-sided sign-flip test of mean = 0 over its standard error: could each unit as well have had the other sign? For values that
 * go either way from 0, and for differences of pairs. docs/science.md, section 3.
 */
import { planArrangements } from './arrangements.ts';
import type { CellSide } from './cells.ts';
import { type Estimate, estimateMean } from './cr2.ts';
import { interleave } from './moments.ts';
import type { RandomSource } from './random.ts';
import { coinDraw, everyCoin, type ResampleWeights, weightOf, zeroWeights } from './resample-weights.ts';
import type { CountedSteps } from './steps.ts';
import { studentise } from './studentised.ts';
import { type ArrangementTest, TailCounts } from './tail-counts.ts';
import { addWeightedSums, subsetTable, TILE } from './weighted-sums.ts';

/** All choices of signs are gone through up to 13 units. */
const MOST_CHOICES = 2 ** 13;

const CHUNK = 2048;

/** The least p that so many units can give: of all their signs the two in which each has that of the mean, or the other. */
export function leastSignFlipP(units: number): number {
  return Math.min(1, 2 ** (1 - units));
}

/** Below this share of its largest term a variance has lost too many digits, and is computed again from the values. */
const LOST_DIGITS = 1e-5;

/**
 * A test for each column; all share the signs. The steps count choices of signs of a tile of columns.
 *
 * With S the sum of a unit's n values and N all pairs, the mean is m = sum of ±S / N, and the CR2 variance is
 * sum of k (±S - n m)² / N² with k = 1 / (1 - n / N): sum of k S² - 2 m sum of ±k n S + m² sum of k n², where the first and
 * the last sum are the same for all signs, and the second is as good as the first when all units have equally many pairs.
 *
 * @param side one cell of two units at least
 * @param estimates of the columns: mean and its standard error
 */
export function* signFlipTests(
  side: CellSide,
  columns: readonly Float64Array[],
  estimates: readonly Estimate[],
  permutations: number,
  random: RandomSource,
): CountedSteps<ArrangementTest[]> {
  const { units } = side;
  const plan = planArrangements(2 ** units, permutations, MOST_CHOICES);
  const draw = plan.exact ? everyCoin() : coinDraw(random);
  const scales = columns.map((values) =>
    side.rows.reduce((most, row) => Math.max(most, Math.abs(values[row]!)), 0),
  );
  const counts = estimates.map(
    ({ estimate, se }, c) => new TailCounts(studentise(estimate, se ?? 0, scales[c]!)),
  );
  const kernel = signFlipKernel(side, Math.min(CHUNK, plan.arrangements));
  for (let first = 0; first < plan.arrangements; first += CHUNK) {
    const weights = zeroWeights(units, Math.min(CHUNK, plan.arrangements - first));
    for (let r = 0; r < weights.resamples; r++) draw(weights, r);
    yield 0;
    for (let tile = 0; tile < columns.length; tile += TILE) {
      kernel(columns.slice(tile, tile + TILE), weights, (c, estimate, se) =>
        counts[tile + c]!.add(studentise(estimate, se, scales[tile + c]!)),
      );
      yield weights.resamples;
    }
  }
  return counts.map((count) => count.test(plan));
}

type VisitEstimate = (column: number, estimate: number, se: number) => void;

function signFlipKernel(side: CellSide, chunk: number) {
  const pairs = side.rows.length;
  const inflation = side.entrySizes.map((size) => 1 / (1 - size / pairs));
  const spread = inflation.reduce((sum, k, unit) => sum + k * side.entrySizes[unit]! ** 2, 0);
  const [firstSize] = side.entrySizes;
  const alike = side.entrySizes.every((size) => size === firstSize);
  const table = subsetTable();
  const sums = new Float64Array(chunk * TILE);
  const inflatedSums = alike ? sums : new Float64Array(chunk * TILE);

  return (columns: readonly Float64Array[], weights: ResampleWeights, visit: VisitEstimate): void => {
    const ofUnits = columns.map((values) => unitSums(side, values));
    const inflated = ofUnits.map((own) =>
      own.map((sum, unit) => inflation[unit]! * side.entrySizes[unit]! * sum),
    );
    sums.fill(0);
    addWeightedSums(weights, interleave(ofUnits, side.units), table, sums);
    if (!alike) {
      inflatedSums.fill(0);
      addWeightedSums(weights, interleave(inflated, side.units), table, inflatedSums);
    }
    columns.forEach((values, c) => {
      const total = sumOf(ofUnits[c]!);
      const inflatedTotal = sumOf(inflated[c]!);
      const squares = ofUnits[c]!.reduce((sum, own, unit) => sum + inflation[unit]! * own * own, 0);
      const ratio = alike ? inflation[0]! * firstSize! : 1;
      for (let r = 0; r < weights.resamples; r++) {
        // Turning the signs of what sums to F takes 2 F away.
        const mean = (total - 2 * sums[r * TILE + c]!) / pairs;
        const cross = inflatedTotal - 2 * ratio * inflatedSums[r * TILE + c]!;
        const variance = squares - 2 * mean * cross + mean * mean * spread;
        if (variance < LOST_DIGITS * squares) {
          const exact = estimateMean(side, flipped(side, values, weights, r), NaN);
          visit(c, exact?.estimate ?? 0, exact?.se ?? 0);
        } else visit(c, mean, Math.sqrt(variance) / pairs);
      }
    });
  };
}

/** [U] the sum of each unit's values. In one cell a unit has one entry. */
function unitSums({ rows, entryOfRow, units }: CellSide, values: Float64Array): Float64Array {
  const sums = new Float64Array(units);
  rows.forEach((row, p) => (sums[entryOfRow[p]!]! += values[row]!));
  return sums;
}

function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/** The column with the signs of a choice. */
function flipped(
  { rows, entryOfRow }: CellSide,
  values: Float64Array,
  weights: ResampleWeights,
  resample: number,
): Float64Array {
  const turned = values.slice();
  rows.forEach((row, p) => {
    if (weightOf(weights, resample, entryOfRow[p]!) === 1) turned[row] = -values[row]!;
  });
  return turned;
}
