/** Metric values in tables: every row has the same number of decimals, so that a column can be compared. */

/** Three decimals; '–' where it is undefined. */
export function formatCell(value: number | null): string {
  return value === null ? '–' : value.toFixed(3);
}

/** 'a [b, c]': a number with its interval; without one where the interval is undefined. */
export function withInterval(value: number | null, low: number | null, high: number | null): string {
  return low === null || high === null
    ? formatCell(value)
    : `${formatCell(value)} [${formatCell(low)}, ${formatCell(high)}]`;
}
