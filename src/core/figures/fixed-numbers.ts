/**
 * Numbers that stand together, in a column or with their interval: all with the same number of decimals. A number with its interval has as
 * many as the width of the interval says (docs/decisions/0187); in a column, as many as the column.
 */

const MINUS = '−';
/** Below that a float32 of the model says nothing. */
const MOST_DECIMALS = 12;

/** With so many decimals; '–' where it is undefined, and no sign where nothing is left to have one. */
export function formatFixed(value: number | null, decimals: number): string {
  if (value === null) return '–';
  const digits = Math.abs(value).toFixed(decimals);
  return value < 0 && Number(digits) !== 0 ? `${MINUS}${digits}` : digits;
}

/**
 * 'a [b, c]': a number with its interval; without one where the interval is undefined.
 * @param decimals of its column; without it {@link decimalsOfWidth}
 * @param bound what the interval is held against: more decimals where it lies beyond and would be written as if it did not
 */
export function withInterval(
  value: number | null,
  low: number | null,
  high: number | null,
  decimals?: number,
  bound = 0,
): string {
  if (low === null || high === null) return formatFixed(value, decimals ?? USUAL_DECIMALS);
  const digits = decimalsTelling([low, high], decimals ?? decimalsOfWidth(low, high), bound);
  return `${formatFixed(value, digits)} [${formatFixed(low, digits)}, ${formatFixed(high, digits)}]`;
}

/** The same of a mean over items: 'a (the same in all)' where its interval has no width. Quartiles and the like have other reasons to meet. */
export function meanWithInterval(
  value: number | null,
  low: number | null,
  high: number | null,
  decimals?: number,
  bound = 0,
): string {
  return low !== null && high !== null && isWithoutWidth(low, high)
    ? `${formatFixed(value, decimals ?? USUAL_DECIMALS)}${ALIKE_WORDS}`
    : withInterval(value, low, high, decimals, bound);
}

/** The same within a sentence, where an interval without width would say nothing: 'a'. */
export function meanInSentence(
  value: number | null,
  low: number | null,
  high: number | null,
  decimals?: number,
): string {
  return low !== null && high !== null && isWithoutWidth(low, high)
    ? formatFixed(value, decimals ?? USUAL_DECIMALS)
    : withInterval(value, low, high, decimals);
}

/** More digits of a number nobody reads. */
const MOST_DIGITS = 5;
/** Of a number by itself, and of an interval as wide as most are. */
const USUAL_DECIMALS = 3;

/**
 * Decimals of a number with its interval: as many as give the width two digits, of five that say something at most, and no fewer than
 * three where the width is below 10, which is what columns beside it have. 0.0034 in an interval 0.24 wide is 0.003: what lies beyond is not known.
 */
export function decimalsOfWidth(low: number, high: number): number {
  if (isWithoutWidth(low, high)) return USUAL_DECIMALS;
  const width = high - low;
  if (width >= 10) return width >= 100 ? 0 : 1;
  const digits = decimalsOfTwoDigits(width);
  const most = MOST_DIGITS - 1 - Math.floor(Math.log10(Math.max(Math.abs(low), Math.abs(high))));
  // What no float32 of a model can say is not written.
  return digits > MOST_DECIMALS ? USUAL_DECIMALS : Math.max(USUAL_DECIMALS, Math.min(digits, most));
}

/** Of the larger end: a few roundings of a float32. A short interval over many items is wider than that. */
const WITHOUT_WIDTH = 1e-6;

/** An interval of no width: it says that all items have one number, and nothing of how sure that is of others. */
export function isWithoutWidth(low: number, high: number): boolean {
  return high - low <= WITHOUT_WIDTH * Math.max(Math.abs(low), Math.abs(high));
}

/** In the place of such an interval. */
export const ALIKE_WORDS = ' (the same in all)';

/**
 * As many decimals, and more where an end would round to a bound that lies outside of the interval, or both ends to one number:
 * as many as tell them apart, up to what a float32 can say. A row of a column that needs more has more; the others keep theirs.
 * @param bound what the interval is held against: 0, and 1 of ratios
 */
export function decimalsTelling([low, high]: readonly [number, number], decimals: number, bound = 0): number {
  const areApart = !isWithoutWidth(low, high);
  const isBeyond = (low - bound) * (high - bound) > 0;
  const hides = (digits: number): boolean => {
    // As numbers, of which -0 is 0.
    const [from, to] = [Number(low.toFixed(digits)), Number(high.toFixed(digits))];
    return (areApart && from === to) || (isBeyond && (from === bound || to === bound));
  };
  let digits = decimals;
  while (digits < MOST_DECIMALS && hides(digits)) digits++;
  return hides(digits) ? decimals : digits;
}

/** Of a number that says there is a change: as many decimals as its column has, and more where these would show 0. */
export function decimalsShowing(value: number | null, decimals: number): number {
  const size = Math.abs(value ?? 0);
  if (size === 0 || Number(size.toFixed(decimals)) !== 0) return decimals;
  return Math.min(MOST_DECIMALS, Math.ceil(-Math.log10(size)));
}

/** How many decimals a column needs, so that the largest of its numbers has three digits that say something. */
export function decimalsFor(values: Iterable<number | null>): number {
  let largest = 0;
  for (const value of values) largest = Math.max(largest, Math.abs(value ?? 0));
  if (largest === 0) return 3;
  return Math.min(6, Math.max(1, 2 - Math.floor(Math.log10(largest))));
}

/** Two digits that say something, of a number as small as it may be: 0.041, 0.000023, 12. @param value not 0 */
export function formatTwoDigits(value: number): string {
  return formatFixed(value, decimalsOfTwoDigits(value));
}

/** @param value not 0 */
export function decimalsOfTwoDigits(value: number): number {
  return Math.max(0, 1 - Math.floor(Math.log10(Math.abs(value))));
}
