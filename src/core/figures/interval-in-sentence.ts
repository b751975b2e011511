import { formatFixed, isWithoutWidth, withInterval } from './fixed-numbers.ts';

/** As {@link withInterval}, in the middle of a sentence: an interval of no width says nothing there, and is left out. */
export function intervalInSentence(
  value: number | null,
  low: number | null,
  high: number | null,
  decimals = 3,
): string {
  return low !== null && high !== null && isWithoutWidth(low, high)
    ? formatFixed(value, decimals)
    : withInterval(value, low, high, decimals);
}
