/** The rows of the ranking of heads: both ends, and between them a fold that says how many it hides. */
import { countOutcomes } from '../../../core/analyses/statistics/findings.ts';
import { isCalledAgainstZero } from '../../../core/analyses/statistics/head-looks.ts';
import { byResponse } from '../../../core/analyses/statistics/ranking.ts';
import { type MetricName, METRICS } from '../../../core/metrics/catalogue.ts';
import type { AggregateRow } from '../../../shared/entities.ts';
import type { Head } from '../../charts/heads.ts';

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
}

/** All heads in the order asked for. Where none stands out there is nothing to fold: all of them are listed. */
export function rankingLines({ rows, metric, sort, middle, selected }: RankingInput): RankingLine[] {
  const ranked = byResponse(rows, metric).map((row, index) => ({ kind: 'head', row, place: index + 1 }) as const);
  if (sort.by !== 'response' || sort.direction !== 'desc') return sorted(ranked, sort);
  const isShown = standsOut(rows);
  const first = ranked.filter(({ row }) => isShown(row) && isMore(row));
  const last = ranked.filter(({ row }) => isShown(row) && !isMore(row));
  const between = ranked.filter(({ row }) => !isShown(row));
  if (first.length + last.length === 0 || between.length < 2) return ranked;
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
    if (row.comparison === 'none') return ((row.mean ?? 0) > 0) === (METRICS[metric].change !== 'low');
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

/** "43 do not respond, 9 undecided": what is in the fold. */
export function foldWords(rows: readonly AggregateRow[]): string {
  const counts = countOutcomes(rows);
  const called = rows.some(({ comparison }) => comparison !== 'none');
  if (!called) return `${rows.length} not told apart from 0`;
  const parts = [
    counts.none > 0 ? `${counts.none} ${counts.none === 1 ? 'does' : 'do'} not respond` : '',
    counts.small > 0
      ? `${counts.small} ${counts.small === 1 ? 'differs' : 'differ'} by less than the smallest effect of interest`
      : '',
    counts.undecided > 0 ? `${counts.undecided} undecided` : '',
    counts.untested > 0 ? `${counts.untested} not tested` : '',
  ];
  return parts.filter((part) => part !== '').join(', ');
}
