/** The heads of a run as the ranking lists them: in which order, at which end, with which numbers. */
import { METRICS, type MetricName } from '../../../core/metrics/catalogue.ts';
import { decimalsFor, formatFixed, withInterval } from '../../../core/figures/fixed-numbers.ts';
import { formatValue } from '../../../core/figures/figure.ts';
import { countOutcomes } from '../../../core/analyses/statistics/findings.ts';
import { isCalledAgainstZero, outcomeWords } from '../../../core/analyses/statistics/head-looks.ts';
import { formatQ, headOutcome, marksOf } from '../../../core/analyses/statistics/head-words.ts';
import { powerInTheMiddle } from '../../../core/analyses/statistics/power-words.ts';
import { byResponse } from '../../../core/analyses/statistics/ranking.ts';
import type { AggregateRow } from '../../../shared/entities.ts';
import { countOf } from '../format/format.ts';
import type { RankedCell, RankedColumn, RankedHead } from '../results-of-heads/ranked-heads.ts';
import { forestMarks } from './forest.ts';
import { roughly } from './statistic-lines.ts';

/** 'response': those that change more first; the only order that has a fold. */
export const RANKING_ORDERS = ['response', 'head', 'difference', 'delta', 'q', 'top', 'mean'] as const;
export type RankingOrder = (typeof RANKING_ORDERS)[number];

export interface RankingSort {
  readonly by: RankingOrder;
  readonly direction: 'asc' | 'desc';
}

/** A head of a run, with its statistics. */
export interface RankedRow extends RankedHead {
  readonly row: AggregateRow;
}

/** px: narrower rankings leave out the effect size, then the share in the top; the inspector has both. */
const ROOM_FOR = { delta: 580, top: 650 } as const;

/** The columns of the ranking, and in `cells` of {@link rankedRows} the text of each. */
export function rankingColumns(
  rows: readonly AggregateRow[],
  metric: MetricName,
  topSize: number,
): RankedColumn[] {
  const compares = isCompared(rows);
  const unit = METRICS[metric].unit === '' ? '' : `, ${METRICS[metric].unit}`;
  const mean: RankedColumn = compares
    ? { key: 'difference', words: `Difference${unit}`, title: '95 % interval' }
    : { key: 'mean', words: `Mean${unit}`, title: '95 % interval' };
  const q: RankedColumn = {
    key: 'q',
    words: compares ? 'q' : 'q against 0',
    title: `Benjamini-Hochberg over ${rows.length} heads`,
    width: 82,
  };
  return [
    mean,
    ...(compares
      ? [
          {
            key: 'delta',
            words: 'Cliff’s δ',
            title: 'Cliff’s delta: from −1 to 1',
            width: 64,
            from: ROOM_FOR.delta,
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
            from: ROOM_FOR.top,
          },
        ]
      : []),
  ];
}

/** All heads in the order asked for: by response first those that change more, last those that change less. */
export function rankedRows(
  rows: readonly AggregateRow[],
  metric: MetricName,
  sort: RankingSort,
): RankedRow[] {
  const compares = isCompared(rows);
  const tested = isTested(rows);
  const decimals = decimalsFor(rows.map((row) => (compares ? row.difference : row.mean)));
  const standsOut = (row: AggregateRow) =>
    compares ? row.outcome === 'more' || row.outcome === 'less' : isCalledAgainstZero(row);
  const isMore = (row: AggregateRow) =>
    row.comparison === 'none'
      ? (row.mean ?? 0) > 0 === (METRICS[metric].change !== 'low')
      : row.outcome === 'more';
  const ranked = byResponse(rows, metric).map((row, index): RankedRow => {
    const faint = compares && !standsOut(row);
    return {
      row,
      layer: row.layer,
      head: row.head,
      place: index + 1,
      end: standsOut(row) ? (isMore(row) ? 'first' : 'last') : null,
      look: faint ? (row.outcome === 'not enough data' ? 'hollow' : 'faint') : 'ink',
      outcome: headOutcome(row, METRICS[metric]),
      marks: forestMarks(row),
      signs: marksOf(row),
      cells: [
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
  return sort.by === 'response' && sort.direction === 'desc' ? ranked : sorted(ranked, sort);
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

function sorted(heads: readonly RankedRow[], { by, direction }: RankingSort): RankedRow[] {
  const turn = direction === 'asc' ? 1 : -1;
  return heads.toSorted((a, b) => {
    const [first, second] = [sortValue(a, by), sortValue(b, by)];
    // What has no value comes last either way.
    if (first === null || second === null) return Number(first === null) - Number(second === null);
    return turn * (first - second) || a.place - b.place;
  });
}

function sortValue({ row, place }: RankedRow, by: RankingOrder): number | null {
  switch (by) {
    case 'response':
      return -place;
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
