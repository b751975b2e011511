/**
 * Spearman's correlation of millions of pairs without sorting them. Each of the two is cut into many equal steps of its
 * range, and what falls into one step counts as tied, with the mean of its ranks: the rank of a value is off by less than the
 * number of values in its step.
 */
const STEPS = 2 ** 16;
/** The fewer pairs there are, the more one of them weighs. */
const STEPS_OF_FEW = 2 ** 20;
const FEW = 2 ** 18;

/** Ranks of one variable, by step. */
export interface BinnedRanks {
  /** [pair] the step of each value. */
  readonly steps: Uint16Array | Uint32Array;
  /** [step] mean rank, less the mean of all ranks. */
  readonly ranks: Float64Array;
  /** Sum of the squares of those, over all values. */
  readonly variation: number;
}

/** What is ranked: products[row, column] * factor + rowTerms[row] + columnTerms[column]. */
export interface RankedSums {
  readonly products: Float64Array;
  readonly factor: number;
  readonly rowTerms: Float64Array;
  readonly columnTerms: Float64Array;
}

export function binnedRanks({ products, factor, rowTerms, columnTerms }: RankedSums): BinnedRanks {
  const columns = columnTerms.length;
  const { least, largest } = rangeOf({ products, factor, rowTerms, columnTerms });
  const isFew = products.length <= FEW;
  const most = (isFew ? STEPS_OF_FEW : STEPS) - 1;
  const scale = largest > least ? most / (largest - least) : 0;
  const steps = isFew ? new Uint32Array(products.length) : new Uint16Array(products.length);
  const counts = new Uint32Array(most + 1);
  for (let row = 0; row < rowTerms.length; row++) {
    const first = row * columns;
    const term = (rowTerms[row] as number) - least;
    for (let column = 0; column < columns; column++) {
      const value = factor * (products[first + column] as number) + (columnTerms[column] as number) + term;
      // Rounding may take the ends a hair beyond them.
      const step = Math.min(most, Math.max(0, value * scale)) | 0;
      steps[first + column] = step;
      counts[step] = (counts[step] as number) + 1;
    }
  }
  return { steps, ...ranksOf(counts, products.length) };
}

function ranksOf(counts: Uint32Array, values: number): { ranks: Float64Array; variation: number } {
  const ranks = new Float64Array(counts.length);
  const middle = (values - 1) / 2;
  let before = 0;
  let variation = 0;
  for (let step = 0; step < counts.length; step++) {
    const count = counts[step] as number;
    const rank = before + (count - 1) / 2 - middle;
    ranks[step] = rank;
    variation += count * rank * rank;
    before += count;
  }
  return { ranks, variation };
}

/** Ends of the sums. */
function rangeOf({ products, factor, rowTerms, columnTerms }: RankedSums): {
  least: number;
  largest: number;
} {
  const columns = columnTerms.length;
  let least = Infinity;
  let largest = -Infinity;
  for (let row = 0; row < rowTerms.length; row++) {
    const first = row * columns;
    const term = rowTerms[row] as number;
    for (let column = 0; column < columns; column++) {
      const value = factor * (products[first + column] as number) + (columnTerms[column] as number) + term;
      if (value < least) least = value;
      if (value > largest) largest = value;
    }
  }
  return { least, largest };
}

/** @returns null where one of the two does not vary */
export function rankCorrelation(a: BinnedRanks, b: BinnedRanks): number | null {
  const { steps: stepsA, ranks: ranksA } = a;
  const { steps: stepsB, ranks: ranksB } = b;
  let sum = 0;
  for (let index = 0; index < stepsA.length; index++)
    sum += (ranksA[stepsA[index] as number] as number) * (ranksB[stepsB[index] as number] as number);
  const scale = Math.sqrt(a.variation * b.variation);
  return scale > 0 ? sum / scale : null;
}
