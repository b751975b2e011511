/** What is said of heads that the list folds away: what was found of them, and what would decide those that are undecided. */
import { withUnit } from '../../figures/figure.ts';
import { decimalsFor, decimalsShowing, formatFixed, formatTwoDigits } from '../../figures/fixed-numbers.ts';
import { METRICS, type MetricName } from '../../metrics/catalogue.ts';
import { countWords } from './count-words.ts';
import { controlWords } from './head-words.ts';
import { countOutcomes } from './findings.ts';
import { isCalledAgainstZero } from './found.ts';
import { outcomeWords } from './head-looks.ts';
import { powerInTheMiddle, roughly } from './power-words.ts';
import type { StatisticsRow } from './rows.ts';
import { isSame } from './same-with-both.ts';

/** "29 others change more, 11 undecided": what is in the fold. */
export function foldWords(rows: readonly StatisticsRow[], metric: MetricName): string {
  if (rows.every(({ comparison }) => comparison === 'none')) {
    const called = rows.filter(isCalledAgainstZero).length;
    const other = rows.length - called;
    return [
      called > 0 ? `${countWords(called, 'other')} told apart from 0` : '',
      other > 0 ? `${other} not told apart from 0` : '',
    ]
      .filter((part) => part !== '')
      .join(', ');
  }
  const counts = countOutcomes(rows);
  const parts = OUTCOMES_IN_FOLD.filter((outcome) => counts[outcome] > 0).map((outcome) => {
    const count = counts[outcome];
    const words = outcomeWords(outcome, count, METRICS[metric]);
    return outcome === 'more' || outcome === 'less'
      ? `${countWords(count, 'other')} ${words}`
      : `${count} ${words}`;
  });
  return parts.join(', ');
}

const OUTCOMES_IN_FOLD = [
  'more',
  'less',
  'small',
  'none',
  'same',
  'unresolved',
  'undecided',
  'untested',
] as const;

/**
 * What it would take to decide heads that are undecided: how many pairs would show how large a difference in half of them,
 * by the one in the middle. '' where none is undecided, or nothing can be said.
 *
 * @param heads how many are tested together
 */
export function needWords(rows: readonly StatisticsRow[], metric: MetricName, heads: number): string {
  const undecided = rows.filter((row) => row.outcome === 'not enough data' && !isSame(row));
  const power = powerInTheMiddle(undecided, heads);
  if (power === null) return '';
  const { neededAmongAll: needed, asked } = power;
  const pairs = needed === null ? 'over a million pairs' : `about ${roughly(needed.pairs)} pairs`;
  const hasMargin = undecided.some(({ margin }) => margin !== null && margin > 0);
  const decimals = decimalsFor(rows.map(({ difference }) => difference));
  const { unit } = METRICS[metric];
  const difference = hasMargin
    ? `${withUnit(formatFixed(asked, decimalsShowing(asked, decimals)), unit)} (the smallest effect of interest)`
    : `${withUnit(formatTwoDigits(asked), unit)} (half of what these pairs could show)`;
  const control = controlWords(undecided[0]?.comparison ?? 'matched');
  return `More pairs may decide the undecided heads: if they really differ from their ${control} by ${difference}, ${pairs} would show it in half of them.`;
}
