/** Metric values in tables: every row has the same number of decimals, so that a column can be compared. */

/** Three decimals, of which none is negative that is 0.000; '–' where it is undefined. */
export function formatCell(value: number | null): string {
  return value === null ? '–' : value.toFixed(3).replace(/^-(?=0\.000$)/, '');
}
