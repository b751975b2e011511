/** What is found of a head, by the one rule of statistics/outcome.ts, and that rule in words. */
import { isFound, OUTCOME_LEVEL } from '../../statistics/outcome.ts';
import type { StatisticsRow } from './rows.ts';

/** What the interval of a number has to be for it to be found, beside its q. */
export const FOUND_INTERVAL = 'an interval wholly beyond what the measurement resolves';

/** "q ≤ 0.05 over 72 heads, and an interval wholly beyond what the measurement resolves" */
export function foundWords(count: number, what = 'heads'): string {
  return `q ≤ ${OUTCOME_LEVEL} over ${count} ${what}, and ${FOUND_INTERVAL}`;
}

/** Of a metric that goes both ways from 0, compared with nothing. */
export function isCalledAgainstZero(row: StatisticsRow): boolean {
  const { mean, ci_low: low, ci_high: high, resolution, q_zero } = row;
  return isFound({ value: mean, low, high, resolution }, q_zero);
}
