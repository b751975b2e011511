/** Metric values in tables: every row has the same number of decimals, so that a column can be compared. */
import { formatFixed } from '../../../core/figures/fixed-numbers.ts';

/** Three decimals; '–' where it is undefined. */
export function formatCell(value: number | null): string {
  return formatFixed(value, 3);
}
