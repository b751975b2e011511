/** The rows of the ranking of heads: both ends, and between them a fold that says how many it hides. */
import { countOutcomes } from '../../../core/analyses/statistics/findings.ts';
import { isCalledAgainstZero, outcomeWords } from '../../../core/analyses/statistics/head-looks.ts';
import { powerInTheMiddle } from '../../../core/analyses/statistics/power-words.ts';
import { byResponse } from '../../../core/analyses/statistics/ranking.ts';
import { formatValue } from '../../../core/figures/figure.ts';
import { type MetricName, METRICS } from '../../../core/metrics/catalogue.ts';
import type { AggregateRow } from '../../../shared/entities.ts';
import type { Head } from '../../charts/heads.ts';
import { countOf } from '../format/format.ts';
import { roughly } from './statistic-lines.ts';

/** 'response': those that change more first; the only order that has a fold. */
export const RANKING_ORDERS = ['response', 'head', 'difference', 'delta', 'q', 'top', 'mean'] as const;
export type RankingOrder = (typeof RANKING_ORDERS)[number];

export interface RankingSort {
  readonly by: RankingOrder;
  readonly direction: 'asc' | 'desc';
}

/** `place`: 1 for the head that responds most. */
export type RankingLine =
  | { readonly kind: 'head'; readonly row: AggregateRow; readonly place: number }
  | { readonly kind: 'fold'; readonly rows: readonly AggregateRow[]; readonly isOpen: boolean };

interface RankingInput {
  readonly rows: readonly AggregateRow[];
  readonly metric: MetricName;
  readonly sort: RankingSort;
  /** The heads in the middle are listed, too. */
  readonly middle: boolean;
  readonly selected: Head | null;
  /** Lines that are in sight together: heads beyond are in the fold too, so that both ends show. */
  readonly room: number;
}

/** Of the lines that are in sight, the share of the heads that change less, where there are more than fit. */
const SHARE_OF_LESS = 0.3;

/**
 * All heads in the order asked for: by response first those that change more, last those that change less, and between them
 * a fold with the others. Where none stands out there is nothing to fold: all of them are listed.
 */
export function rankingLines({ rows, metric, sort, middle, selected, room }: RankingInput): RankingLine[] {
  const ranked = byResponse(rows, metric).map(
    (row, index) => ({ kind: 'head', row, place: index + 1 }) as const,
  );
  if (sort.by !== 'response' || sort.direction !== 'desc') return sorted(ranked, sort);
  const isCalled = standsOut(rows);
  const more = ranked.filter(({ row }) => isCalled(row) && isMore(row));
  const less = ranked.filter(({ row }) => isCalled(row) && !isMore(row));
  if (more.length + less.length === 0) return ranked;
  const [first, last] = bothEnds(more, less, room);
  const between = ranked.filter((line) => !first.includes(line) && !last.includes(line));
  if (between.length < 2) return ranked;
  const listed = between.filter(
    ({ row }) => middle || (row.layer === selected?.layer && row.head === selected.head),
  );
  return [
    ...first,
    { kind: 'fold', rows: between.map(({ row }) => row), isOpen: middle },
    ...listed,
    ...last,
  ];

  function isMore(row: AggregateRow): boolean {
    if (row.comparison === 'none') return (row.mean ?? 0) > 0 === (METRICS[metric].change !== 'low');
    return row.outcome === 'more';
  }
}

/** Whether a head is called: against its control, or against 0 where there is none. */
function standsOut(rows: readonly AggregateRow[]): (row: AggregateRow) => boolean {
  return rows.some(({ comparison }) => comparison !== 'none')
    ? ({ outcome }) => outcome === 'more' || outcome === 'less'
    : isCalledAgainstZero;
}

type RankedHead = Extract<RankingLine, { kind: 'head' }>;

/** As many of both as there is room for beside the fold and the selected head. */
function bothEnds(
  more: readonly RankedHead[],
  less: readonly RankedHead[],
  room: number,
): readonly [readonly RankedHead[], readonly RankedHead[]] {
  const lines = Math.max(6, room - 2);
  if (more.length + less.length <= lines) return [more, less];
  const ofLess = Math.min(less.length, Math.max(Math.floor(SHARE_OF_LESS * lines), lines - more.length));
  return [more.slice(0, lines - ofLess), less.slice(less.length - ofLess)];
}

function sorted(heads: readonly RankedHead[], { by, direction }: RankingSort): RankedHead[] {
  const turn = direction === 'asc' ? 1 : -1;
  return heads.toSorted((a, b) => {
    const [first, second] = [sortValue(a, by), sortValue(b, by)];
    // What has no value comes last either way.
    if (first === null || second === null) return Number(first === null) - Number(second === null);
    return turn * (first - second) || a.place - b.place;
  });
}

function sortValue({ row, place }: RankedHead, by: RankingOrder): number | null {
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
