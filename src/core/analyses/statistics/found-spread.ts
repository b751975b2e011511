/** How far the differences that were found lie apart, beside their count: a test asks whether there is one, not how large it is. */
import { withUnit } from '../../figures/figure.ts';
import { decimalsFor, decimalsShowing, formatFixed } from '../../figures/fixed-numbers.ts';

export interface FoundDifference {
  readonly layer: number;
  readonly head: number;
  readonly difference: number | null;
  /** The smallest effect of interest; null where none is set. */
  readonly margin: number | null;
}

/** So many times the smallest the largest is, before a count takes unlike for like. */
const APART = 2;

/**
 * "In size the differences found go from 0.00002 bits (L1 H3) to 0.0412 bits (L5 H9), as estimated: no smallest effect of interest is
 * set, so the least counts like the largest."; '' where a smallest effect says what counts, or all are about as large.
 */
export function foundSpreadWords(
  found: readonly FoundDifference[],
  unit: string,
  what: 'differences' | 'means' = 'differences',
): string {
  if (found.some(({ margin }) => margin !== null && margin > 0)) return '';
  const sizeOf = ({ difference }: FoundDifference): number => Math.abs(difference ?? 0);
  const inOrder = found.filter((one) => sizeOf(one) > 0).sort((a, b) => sizeOf(b) - sizeOf(a));
  const [largest, smallest] = [inOrder[0], inOrder.at(-1)];
  if (largest === undefined || smallest === undefined || sizeOf(largest) < APART * sizeOf(smallest))
    return '';
  // As the column of the ranking has them.
  const decimals = decimalsFor(inOrder.map(({ difference }) => difference));
  const words = (one: FoundDifference): string =>
    `${withUnit(formatFixed(sizeOf(one), decimalsShowing(sizeOf(one), decimals)), unit)} (L${one.layer} H${one.head})`;
  return `In size the ${what} found go from ${words(smallest)} to ${words(largest)}, as estimated: no smallest effect of interest is set, so the least counts like the largest.`;
}
