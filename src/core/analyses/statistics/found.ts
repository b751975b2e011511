/** What is found of a head, by the one rule of statistics/outcome.ts, and that rule in words. */
import { isFound, type Outcome, OUTCOME_LEVEL } from '../../statistics/outcome.ts';
import type { StatisticsRow } from './rows.ts';

/** What the interval of a number has to be for it to be found, beside its q. */
export const FOUND_INTERVAL = 'an interval wholly beyond what the measurement resolves';

/** "q ≤ 0.05 over 72 heads, and an interval wholly beyond what the measurement resolves" */
export function foundWords(count: number, what = 'heads'): string {
  return `q ≤ ${OUTCOME_LEVEL} over ${count} ${what}, and ${FOUND_INTERVAL}`;
}

/** What a map shows as less than the smallest effect of interest, in sentences: of those that are found, and of those that are not. */
export function smallWords(heads: readonly { readonly outcome: Outcome }[]): string[] {
  const has = (sought: Outcome) => heads.some(({ outcome }) => outcome === sought);
  const found = has('differs by less than the smallest effect of interest');
  const shown = `to be less than the smallest effect (tests of equivalence, q ≤ ${OUTCOME_LEVEL})`;
  return [
    ...(found ? [`With a dot, not outlined: such a difference is found, and is shown ${shown}.`] : []),
    ...(has('does not respond')
      ? [`Grey${found ? ' without a dot' : ''}: no difference is found, and it is shown ${shown}.`]
      : []),
  ];
}

/** Of a metric that goes both ways from 0, compared with nothing. */
export function isCalledAgainstZero(row: StatisticsRow): boolean {
  const { mean, ci_low: low, ci_high: high, resolution, q_zero } = row;
  return isFound({ value: mean, low, high, resolution }, q_zero);
}
