/** Metric values in tables: every row has the same number of decimals, so that a column can be compared. */

/** Three decimals; '–' where it is undefined. */
export function formatCell(value: number | null): string {
  return value === null ? '–' : value.toFixed(3);
}
