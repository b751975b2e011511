/** What is said of a head, as the look of its cell and as words; the counts of all words are the heads. */
import type { CellLook, LegendEntry } from '../../figures/head-grid-legend.ts';
import { METRICS, type MetricDescription, type MetricName } from '../../metrics/catalogue.ts';
import { UNRESOLVED } from '../../statistics/outcome.ts';
import { countOutcomes, directionWords, type OutcomeCounts } from './findings.ts';
import { isCalledAgainstZero } from './found.ts';
import type { StatisticsRow } from './rows.ts';
import { isSame, sameWords } from './same-with-both.ts';
import { type GridStatistic, STATISTICS } from './grid-statistics.ts';

const OUTCOME_LOOKS = {
  more: 'called',
  less: 'called',
  'differs by less than the smallest effect of interest': 'dotted',
  'does not respond': 'grey',
  'not enough data': 'hatched',
  'below what the measurement resolves': 'grey',
  'no test': 'dash',
} as const satisfies Record<StatisticsRow['outcome'], CellLook>;

/** In the order of the legend. */
const COUNTED: readonly { readonly count: keyof OutcomeCounts; readonly look: CellLook }[] = [
  { count: 'more', look: 'called' },
  { count: 'less', look: 'called' },
  { count: 'small', look: 'dotted' },
  { count: 'undecided', look: 'hatched' },
  { count: 'none', look: 'grey' },
  { count: 'same', look: 'grey' },
  { count: 'unresolved', look: 'grey' },
  { count: 'untested', look: 'dash' },
];

/**
 * Whether a statistic is what the outcomes are about: the difference and its size relative to the spread. Of other
 * statistics every cell keeps its colour.
 */
export function showsOutcomes(statistic: GridStatistic): boolean {
  const { quantity } = STATISTICS[statistic];
  return quantity === 'difference' || statistic === 'cliffs_delta';
}

/** Whether the heads are told apart from 0 instead: a metric that goes both ways, compared with nothing. */
function showsZero(rows: readonly StatisticsRow[], statistic: GridStatistic): boolean {
  return (
    statistic === 'mean' &&
    rows.some((row) => row.comparison === 'none' && row.q_zero !== null) &&
    rows.every((row) => row.comparison === 'none')
  );
}

/** How the cells of a grid of this statistic look. */
export function looksOf(
  rows: readonly StatisticsRow[],
  statistic: GridStatistic,
): (row: StatisticsRow) => CellLook {
  if (showsOutcomes(statistic)) return (row) => (isSame(row) ? 'grey' : OUTCOME_LOOKS[row.outcome]);
  if (showsZero(rows, statistic)) return (row) => (isCalledAgainstZero(row) ? 'called' : 'hatched');
  return () => 'full';
}

/** The legend of a grid: each look with its count. Empty where every cell is in full colour whatever is said of it. */
export function legendOf(
  rows: readonly StatisticsRow[],
  statistic: GridStatistic,
  metric: MetricName,
): LegendEntry[] {
  const description = METRICS[metric];
  if (showsOutcomes(statistic)) return legendOfOutcomes(rows, description);
  if (!showsZero(rows, statistic)) return [];
  const above = rows.filter((row) => isCalledAgainstZero(row) && (row.mean ?? 0) > 0).length;
  const below = rows.filter((row) => isCalledAgainstZero(row) && (row.mean ?? 0) < 0).length;
  const entries: LegendEntry[] = [
    { look: 'called', side: 'high', words: `${above} above 0` },
    { look: 'called', side: 'low', words: `${below} below 0` },
    { look: 'hatched', words: `${rows.length - above - below} not told apart from 0` },
  ];
  return entries.filter(({ words }) => !words.startsWith('0 '));
}

function legendOfOutcomes(rows: readonly StatisticsRow[], metric: MetricDescription): LegendEntry[] {
  const counts = countOutcomes(rows);
  return COUNTED.filter(({ count }) => counts[count] > 0).map(({ count, look }) => ({
    look,
    ...(look === 'called' && { side: sideOf(count === 'more', metric) }),
    words: `${counts[count]} ${outcomeWords(count, counts[count], metric)}`,
  }));
}

function sideOf(isMore: boolean, { change }: MetricDescription): 'high' | 'low' {
  return isMore === (change !== 'low') ? 'high' : 'low';
}

/** "change more", "undecided": after a count. */
export function outcomeWords(outcome: keyof OutcomeCounts, count: number, metric: MetricDescription): string {
  const form = count === 1 ? 0 : 1;
  switch (outcome) {
    case 'more':
    case 'less':
      return directionWords(metric.change)[outcome][form];
    case 'small':
      return `${['differs', 'differ'][form]} by too little to matter`;
    case 'none':
      return `${['does', 'do'][form]} not respond`;
    case 'undecided':
      return 'undecided';
    case 'same':
      return sameWords({ metric: metric.name, comparison: 'paired' });
    case 'unresolved':
      return UNRESOLVED;
    case 'untested':
      return 'not tested';
  }
}
