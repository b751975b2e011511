/**
 * Two runs of different models, compared by how a statistic is spread over their heads. Head 3 of one model is not
 * head 3 of another, so heads are never matched; nor are they independent draws, so no test is made.
 * docs/science.md, section 3.
 */
import { quantile } from './quantile.ts';

export interface QuantileRow {
  /** From 0 (the least head) to 1 (the greatest). */
  readonly probability: number;
  readonly first: number | null;
  readonly second: number | null;
  /** second - first */
  readonly difference: number | null;
}

export interface QuantileComparison {
  /** Heads that have the statistic, and heads that do not. */
  readonly first: { readonly heads: number; readonly undefined: number };
  readonly second: { readonly heads: number; readonly undefined: number };
  readonly quantiles: readonly QuantileRow[];
}

const DECILES = Array.from({ length: 11 }, (_, tenth) => tenth / 10);

/**
 * Quantiles (type 7) over heads of each of two models; null where a model has no head with the statistic.
 *
 * @param first the statistic at each head of the first model, null where undefined
 * @param second the same of the second, which may have another number of heads
 * @throws RangeError for a probability outside [0, 1]
 */
export function compareByQuantiles(
  first: readonly (number | null)[],
  second: readonly (number | null)[],
  probabilities: readonly number[] = DECILES,
): QuantileComparison {
  const sortedFirst = sortPresent(first);
  const sortedSecond = sortPresent(second);
  return {
    first: { heads: sortedFirst.length, undefined: first.length - sortedFirst.length },
    second: { heads: sortedSecond.length, undefined: second.length - sortedSecond.length },
    quantiles: probabilities.map((probability) => {
      if (!(probability >= 0 && probability <= 1))
        throw new RangeError(`invalid probability: ${probability}`);
      const inFirst = sortedFirst.length === 0 ? null : quantile(sortedFirst, probability);
      const inSecond = sortedSecond.length === 0 ? null : quantile(sortedSecond, probability);
      const difference = inFirst === null || inSecond === null ? null : inSecond - inFirst;
      return { probability, first: inFirst, second: inSecond, difference };
    }),
  };
}

function sortPresent(values: readonly (number | null)[]): Float64Array {
  return Float64Array.from(values.filter((value) => value !== null)).sort();
}
