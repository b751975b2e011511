/** The smallest effect of interest where it is one number for all heads: a line across what is drawn of their differences. */
import { capitalised } from '../../capitalised.ts';
import { marginWords } from '../../figures/ranking.ts';
import type { GridStatistic } from './grid-statistics.ts';
import type { StatisticsRow } from './rows.ts';

/** null: none is set, it is a share of each head's control, or something else than differences is drawn. */
export function commonMargin(rows: readonly StatisticsRow[], statistic: GridStatistic): number | null {
  const margin = rows[0]?.margin ?? null;
  return statistic === 'difference' && rows.every((row) => row.margin === margin) ? margin : null;
}

/** "Dashed: smallest effect ±0.005 bits."; '' where no line is drawn. */
export function commonMarginWords(margin: number | null, unit: string): string {
  const words = marginWords([margin], unit);
  return words === '' ? '' : `${capitalised(words)}.`;
}
