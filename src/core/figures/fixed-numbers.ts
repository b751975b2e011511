/** Numbers that stand together, in a column or with their interval: all with the same number of decimals. */

const MINUS = '−';
/** Below that a float32 of the model says nothing. */
const MOST_DECIMALS = 12;

/** With so many decimals; '–' where it is undefined, and no sign where nothing is left to have one. */
export function formatFixed(value: number | null, decimals: number): string {
  if (value === null) return '–';
  const digits = Math.abs(value).toFixed(decimals);
  return value < 0 && Number(digits) !== 0 ? `${MINUS}${digits}` : digits;
}

/** 'a [b, c]': a number with its interval; without one where the interval is undefined. */
export function withInterval(
  value: number | null,
  low: number | null,
  high: number | null,
  decimals = 3,
): string {
  const number = formatFixed(value, decimals);
  return low === null || high === null
    ? number
    : `${number} [${formatFixed(low, decimals)}, ${formatFixed(high, decimals)}]`;
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
