/** Numbers with their intervals in a column, below each other (docs/decisions/0187). */
import { ALIKE_WORDS, decimalsTelling, formatFixed, isWithoutWidth } from './fixed-numbers.ts';

/** More digits of a number nobody reads. */
const MOST_DIGITS = 5;

/** What stands in a row of a column. */
interface Row {
  readonly mean: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/**
 * Decimals of all rows of a column, so that its numbers stand below each other: `decimals`, and more where the interval of a row that is
 * called lies beyond a bound and would be written as if it did not, of five digits of its largest number at most.
 * @param called rows of which something is said; an interval that reaches across the bound hides nothing
 */
export function decimalsOfColumn(called: readonly Row[], decimals: number, bound = 0): number {
  const numbers = called.flatMap(({ mean, low, high }) => [mean, low, high]);
  const largest = Math.max(0, ...numbers.map((value) => Math.abs(value ?? 0)));
  const most = largest === 0 ? decimals : MOST_DIGITS - 1 - Math.floor(Math.log10(largest));
  let digits = decimals;
  while (digits < most && called.some((row) => hidesItsSide(row, digits, bound))) digits++;
  return digits;
}

/** Its interval lies beyond the bound, and is written as if it did not. */
function hidesItsSide({ low, high }: Row, digits: number, bound: number): boolean {
  if (low === null || high === null || (low - bound) * (high - bound) <= 0) return false;
  return [low, high].some((end) => Number(end.toFixed(digits)) === bound);
}

/**
 * 'a [b, c]' in a column, 'a' without an interval, 'a (the same in all)' where it has no width: with the decimals of the column. A row that
 * is called, and of which even five digits of the column would hide it, has more.
 */
export function meanInColumn(row: Row, decimals: number, isCalled = false): string {
  const { mean, low, high } = row;
  if (low === null || high === null) return formatFixed(mean, decimals);
  if (isWithoutWidth(low, high)) return `${formatFixed(mean, decimals)}${ALIKE_WORDS}`;
  const digits =
    isCalled && hidesItsSide(row, decimals, 0) ? decimalsTelling([low, high], decimals) : decimals;
  return `${formatFixed(mean, digits)} [${formatFixed(low, digits)}, ${formatFixed(high, digits)}]`;
}
