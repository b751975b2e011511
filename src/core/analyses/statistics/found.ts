/** What is found of a head, by the one rule of statistics/outcome.ts, and that rule in words. */
import { isFound, OUTCOME_LEVEL } from '../../statistics/outcome.ts';
import type { StatisticsRow } from './rows.ts';

/** "q ≤ 0.05 over 72 heads, and an interval without 0" */
export function foundWords(count: number, what = 'heads'): string {
  return `q ≤ ${OUTCOME_LEVEL} over ${count} ${what}, and an interval without 0`;
}

/** Of a metric that goes both ways from 0, compared with nothing. */
export function isCalledAgainstZero(row: StatisticsRow): boolean {
  const { mean, ci_low: low, ci_high: high, resolution, q_zero } = row;
  return isFound({ value: mean, low, high, resolution }, q_zero);
}
