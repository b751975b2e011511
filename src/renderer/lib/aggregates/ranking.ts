/** The heads of a run as the ranking lists them: in which order, at which end, with which numbers. */
import { METRICS, type MetricName } from '../../../core/metrics/catalogue.ts';
import { decimalsFor, formatFixed, withInterval } from '../../../core/figures/fixed-numbers.ts';
import { formatValue } from '../../../core/figures/figure.ts';
import { countOutcomes } from '../../../core/analyses/statistics/findings.ts';
import {
  isCalledAgainstZero,
  outcomeWords,
  showsOutcomes,
} from '../../../core/analyses/statistics/head-looks.ts';
import { formatQ, headOutcome, marksOf } from '../../../core/analyses/statistics/head-words.ts';
import { powerInTheMiddle } from '../../../core/analyses/statistics/power-words.ts';
import {
  type GridStatistic,
  STATISTICS,
  usualStatistic,
} from '../../../core/analyses/statistics/grid-statistics.ts';
import { statisticWords } from '../../../core/analyses/statistics/head-grid-figure.ts';
import { byStatistic, ranksOf } from '../../../core/analyses/statistics/ranking.ts';
import type { AggregateRow } from '../../../shared/entities.ts';
import { capitalised, countOf } from '../format/format.ts';
import type { RankedCell, RankedColumn, RankedHead } from '../results-of-heads/ranked-heads.ts';
import { forestMarks } from './forest.ts';
import { roughly } from './statistic-lines.ts';

/** 'response': by the statistic that is shown, as the map has it; the only order that has a fold. */
export const RANKING_ORDERS = [
  'response',
  'head',
  'statistic',
  'difference',
  'delta',
  'q',
  'top',
  'mean',
] as const;
export type RankingOrder = (typeof RANKING_ORDERS)[number];

export interface RankingSort {
  readonly by: RankingOrder;
  readonly direction: 'asc' | 'desc';
}

/** A head of a run, with its statistics. */
export interface RankedRow extends RankedHead {
  readonly row: AggregateRow;
}

/** px: narrower rankings leave out the effect size, then the share in the top, and the difference where something else is shown; the inspector has both. */
const ROOM_FOR = { difference: 620, delta: 580, top: 650 } as const;
/** px that a column of its own takes of them, for the statistic that is shown. */
const ROOM_OF_ITS_OWN = 160;

/** What the columns have anyway, of a run that compares and of one that does not. */
const COMPARED_COLUMNS: Partial<Record<GridStatistic, RankingOrder>> = {
  difference: 'difference',
  cliffs_delta: 'delta',
  q: 'q',
  top_share: 'top',
};
const ALONE_COLUMNS: Partial<Record<GridStatistic, RankingOrder>> = { mean: 'mean', q_zero: 'q' };

/** Headings of statistics that have a column only while they are shown. */
const SHORT: Partial<Record<GridStatistic, string>> = {
  sd: 'SD',
  q25: 'Q1',
  q75: 'Q3',
  ci_low: 'CI low',
  ci_high: 'CI high',
  difference_ci_low: 'CI low',
  difference_ci_high: 'CI high',
  control_mean: 'Control',
  q_equivalent: 'q, equal',
  top_share: 'Top',
  influence: 'One pair',
  share_up: 'Above',
  icc: 'ICC',
  width_factor: 'Factor',
  n: 'Pairs',
  undefined: 'Undefined',
};

/** The column that has the statistic which is shown; null where none has, and one of its own is needed. */
function columnOf(rows: readonly AggregateRow[], statistic: GridStatistic): RankingOrder | null {
  return (isCompared(rows) ? COMPARED_COLUMNS : ALONE_COLUMNS)[statistic] ?? null;
}

/** The columns of the ranking, and in `cells` of {@link rankedRows} the text of each. */
export function rankingColumns(
  rows: readonly AggregateRow[],
  metric: MetricName,
  topSize: number,
  statistic: GridStatistic,
): RankedColumn[] {
  const compares = isCompared(rows);
  const shown = columnOf(rows, statistic);
  const taken = shown === null ? ROOM_OF_ITS_OWN : 0;
  const unit = METRICS[metric].unit === '' ? '' : `, ${METRICS[metric].unit}`;
  const mean: RankedColumn = compares
    ? {
        key: 'difference',
        words: `Difference${unit}`,
        title: '95 % interval',
        ...(shown === null && { from: ROOM_FOR.difference }),
      }
    : { key: 'mean', words: `Mean${unit}`, title: '95 % interval' };
  const q: RankedColumn = {
    key: 'q',
    words: compares ? 'q' : 'q against 0',
    title: `Benjamini-Hochberg over ${rows.length} heads`,
    width: 82,
  };
  const columns: RankedColumn[] = [
    ...(shown === null
      ? [
          {
            key: 'statistic',
            words: SHORT[statistic] ?? capitalised(STATISTICS[statistic].label),
            title: capitalised(statisticWords(statistic, rows)),
          },
        ]
      : []),
    mean,
    ...(compares
      ? [
          {
            key: 'delta',
            words: 'Cliff’s δ',
            title: 'Cliff’s delta: from −1 to 1',
            width: 64,
            from: ROOM_FOR.delta + taken,
          },
        ]
      : []),
    ...(isTested(rows) ? [q] : []),
    ...(compares
      ? [
          {
            key: 'top',
            words: `Top ${topSize}`,
            title: `In the top ${topSize} in so many of 1,000 resamples`,
            width: 70,
            from: ROOM_FOR.top + taken,
          },
        ]
      : []),
  ];
  // What heads are ranked by is seen however narrow it is.
  return columns.map(({ from, ...column }) =>
    from === undefined || column.key === shown ? column : { ...column, from },
  );
}

/** All heads in the order asked for: first those that rank first by the statistic that is shown. */
export function rankedRows(
  rows: readonly AggregateRow[],
  metric: MetricName,
  sort: RankingSort,
  statistic: GridStatistic = usualStatistic(rows[0]?.comparison ?? 'none'),
): RankedRow[] {
  const ranks = ranksOf(rows, metric, statistic);
  const ofItsOwn = columnOf(rows, statistic) === null;
  const statisticDecimals = decimalsFor(rows.map((row) => row[statistic]));
  const folds = foldsBy(rows, statistic);
  const compares = isCompared(rows);
  const tested = isTested(rows);
  const decimals = decimalsFor(rows.map((row) => (compares ? row.difference : row.mean)));
  const standsOut = (row: AggregateRow) =>
    compares ? row.outcome === 'more' || row.outcome === 'less' : isCalledAgainstZero(row);
  const isMore = (row: AggregateRow) =>
    row.comparison === 'none'
      ? (row.mean ?? 0) > 0 === (METRICS[metric].change !== 'low')
      : row.outcome === 'more';
  const ranked = byStatistic(rows, metric, statistic).map((row, index): RankedRow => {
    const rank = ranks.get(`${row.layer} ${row.head}`);
    const faint = compares && !standsOut(row);
    return {
      row,
      layer: row.layer,
      head: row.head,
      place: index + 1,
      rank:
        rank === undefined
          ? { words: '–', title: 'undefined' }
          : {
              words: `${rank.shared > 1 ? '=' : ''}${rank.rank}`,
              ...(rank.shared > 1 && { title: `shared by ${rank.shared} heads` }),
            },
      end: folds && standsOut(row) ? (isMore(row) ? 'first' : 'last') : null,
      look: faint ? (row.outcome === 'not enough data' ? 'hollow' : 'faint') : 'ink',
      outcome: headOutcome(row, METRICS[metric]),
      marks: forestMarks(row),
      signs: marksOf(row),
      cells: [
        ...(ofItsOwn ? [{ text: statisticText(row, statistic, statisticDecimals) }] : []),
        {
          text: compares
            ? withInterval(row.difference, row.difference_ci_low, row.difference_ci_high, decimals)
            : withInterval(row.mean, row.ci_low, row.ci_high, decimals),
          faint,
        },
        ...(compares ? [{ text: formatFixed(row.cliffs_delta, 2), faint }] : []),
        ...(tested
          ? [
              {
                text: compares ? formatQ(row.q, row.q_at_most) : formatQ(row.q_zero, row.q_zero_at_most),
                faint,
              },
            ]
          : []),
        ...(compares ? [topCell(row)] : []),
      ],
    };
  });
  return sort.by === 'response' && sort.direction === 'desc' ? ranked : sorted(ranked, sort, statistic);
}

/** Whether the ends of this order are what is said of heads, so that the middle folds. */
export function foldsBy(rows: readonly AggregateRow[], statistic: GridStatistic): boolean {
  return isCompared(rows) ? showsOutcomes(statistic) : statistic === 'mean';
}

function statisticText(row: AggregateRow, statistic: GridStatistic, decimals: number): string {
  if (statistic === 'mean') return withInterval(row.mean, row.ci_low, row.ci_high, decimals);
  switch (STATISTICS[statistic].quantity) {
    case 'count':
      return formatFixed(row[statistic], 0);
    case 'probability':
      return row[statistic] === null ? '–' : formatValue(row[statistic]);
    case 'share':
      return row[statistic] === null ? '–' : `${Math.round(100 * row[statistic])} %`;
    case 'effect':
    case 'ratio':
      return formatFixed(row[statistic], 2);
    case 'value':
    case 'spread':
    case 'difference':
      return formatFixed(row[statistic], decimals);
  }
}

function topCell({ top_share: share }: AggregateRow): RankedCell {
  return {
    text: share === null ? '–' : `${Math.round(100 * share)} %`,
    faint: (share ?? 0) < 0.7,
  };
}

function isCompared(rows: readonly AggregateRow[]): boolean {
  return rows.some(({ comparison }) => comparison !== 'none');
}

function isTested(rows: readonly AggregateRow[]): boolean {
  return rows.some((row) => (row.comparison === 'none' ? row.q_zero : row.q) !== null);
}

function sorted(
  heads: readonly RankedRow[],
  { by, direction }: RankingSort,
  statistic: GridStatistic,
): RankedRow[] {
  const turn = direction === 'asc' ? 1 : -1;
  return heads.toSorted((a, b) => {
    const [first, second] = [sortValue(a, by, statistic), sortValue(b, by, statistic)];
    // What has no value comes last either way.
    if (first === null || second === null) return Number(first === null) - Number(second === null);
    return turn * (first - second) || a.place - b.place;
  });
}

function sortValue({ row, place }: RankedRow, by: RankingOrder, statistic: GridStatistic): number | null {
  switch (by) {
    case 'response':
      return -place;
    case 'statistic':
      return row[statistic];
    case 'head':
      return row.layer * 1e6 + row.head;
    case 'difference':
      return row.difference;
    case 'delta':
      return row.cliffs_delta;
    case 'q':
      return row.comparison === 'none' ? row.q_zero : row.q;
    case 'top':
      return row.top_share;
    case 'mean':
      return row.mean;
  }
}

/** "29 others change more, 11 undecided": what is in the fold. */
export function foldWords(rows: readonly AggregateRow[], metric: MetricName): string {
  if (rows.every(({ comparison }) => comparison === 'none')) {
    const called = rows.filter(isCalledAgainstZero).length;
    const other = rows.length - called;
    return [
      called > 0 ? countOf(called, 'other') + ' told apart from 0' : '',
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
      ? `${countOf(count, 'other')} ${words}`
      : `${count} ${words}`;
  });
  return parts.join(', ');
}

const OUTCOMES_IN_FOLD = ['more', 'less', 'small', 'none', 'undecided', 'untested'] as const;

/**
 * What it would take to decide heads that are undecided: how many pairs would show how large a difference in half of them,
 * by the one in the middle. '' where none is undecided, or nothing can be said.
 *
 * @param heads how many are tested together
 */
export function needWords(rows: readonly AggregateRow[], metric: MetricName, heads: number): string {
  const undecided = rows.filter(({ outcome }) => outcome === 'not enough data');
  const power = powerInTheMiddle(undecided, heads);
  if (power === null) return '';
  const { neededAmongAll: needed, asked } = power;
  const pairs = needed === null ? 'over a million pairs' : `about ${roughly(needed.pairs)} pairs`;
  const hasMargin = undecided.some(({ margin }) => margin !== null && margin > 0);
  const what = hasMargin
    ? 'the smallest effect of interest'
    : 'half of what this set can see in a head chosen beforehand';
  return `Undecided: it would take ${pairs} to tell half of them from their control at a difference of ${formatValue(asked, METRICS[metric].unit)}, ${what}.`;
}
