/** The heads of two runs as their ranking lists them. */
import type { HeadOfRuns } from '../../../core/analyses/compared-runs/compared-runs.ts';
import { decimalsFor, formatFixed, withInterval } from '../../../core/figures/fixed-numbers.ts';
import { countOutcomes } from '../../../core/analyses/statistics/findings.ts';
import { outcomeWords } from '../../../core/analyses/statistics/head-looks.ts';
import { formatQ, headOutcome, marksOf } from '../../../core/analyses/statistics/head-words.ts';
import { byResponse } from '../../../core/analyses/statistics/ranking.ts';
import { METRICS, type MetricName } from '../../../core/metrics/catalogue.ts';
import type { RankedColumn, RankedHead } from '../results-of-heads/ranked-heads.ts';

/** 'rank': those that are furthest ahead in the first run on top; the only order that folds. */
export const RUNS_ORDERS = ['rank', 'head', 'difference', 'delta', 'q', 'first', 'second'] as const;
export type RunsOrder = (typeof RUNS_ORDERS)[number];

export interface RunsSort {
  readonly by: RunsOrder;
  readonly direction: 'asc' | 'desc';
}

export interface RankedHeadOfRuns extends RankedHead {
  readonly row: HeadOfRuns;
}

/** px: narrower rankings leave these out. */
const ROOM_FOR = { delta: 560, runs: 640 } as const;

export function runsColumns(
  rows: readonly HeadOfRuns[],
  metric: MetricName,
  names: readonly [first: string, second: string],
): RankedColumn[] {
  const { unit } = METRICS[metric];
  return [
    {
      key: 'difference',
      words: `Difference${unit === '' ? '' : `, ${unit}`}`,
      title: `${names[0]} less ${names[1]}; 95 % interval`,
    },
    { key: 'first', words: names[0], width: 74, from: ROOM_FOR.runs },
    { key: 'second', words: names[1], width: 74, from: ROOM_FOR.runs },
    {
      key: 'delta',
      words: 'Cliff’s δ',
      title: 'Cliff’s delta: from −1 to 1',
      width: 64,
      from: ROOM_FOR.delta,
    },
    ...(isTested(rows)
      ? [{ key: 'q', words: 'q', title: `Benjamini-Hochberg over ${rows.length} heads`, width: 82 }]
      : []),
  ];
}

export function rankedHeads(
  rows: readonly HeadOfRuns[],
  metric: MetricName,
  { by, direction }: RunsSort,
): RankedHeadOfRuns[] {
  const decimals = decimalsFor(rows.map(({ difference }) => difference));
  const tested = isTested(rows);
  const ranked = byResponse(rows, metric).map((row, index): RankedHeadOfRuns => {
    const called = row.outcome === 'more' || row.outcome === 'less';
    const faint = tested && !called;
    const { second, difference_ci_low: low, difference_ci_high: high } = row;
    return {
      row,
      layer: row.layer,
      head: row.head,
      place: index + 1,
      end: called ? (row.outcome === 'more' ? 'first' : 'last') : null,
      look: faint ? 'hollow' : 'ink',
      outcome: tested ? headOutcome(row, METRICS[metric]) : '',
      marks: {
        set: row.first,
        control: second,
        // Where it holds the mark of the second run, it holds 0.
        interval: second === null || low === null || high === null ? null : [second + low, second + high],
        controlInterval: null,
      },
      signs: marksOf(row),
      cells: [
        { text: withInterval(row.difference, low, high, decimals), faint },
        { text: formatFixed(row.first, decimals), faint },
        { text: formatFixed(row.second, decimals), faint },
        { text: formatFixed(row.cliffs_delta, 2), faint },
        ...(tested ? [{ text: formatQ(row.q, row.q_at_most), faint }] : []),
      ],
    };
  });
  if (by === 'rank' && direction === 'desc') return ranked;
  const turn = direction === 'asc' ? 1 : -1;
  return ranked.toSorted((a, b) => {
    const [first, second] = [sortValue(a, by), sortValue(b, by)];
    // What has no value comes last either way.
    if (first === null || second === null) return Number(first === null) - Number(second === null);
    return turn * (first - second) || a.place - b.place;
  });
}

function isTested(rows: readonly HeadOfRuns[]): boolean {
  return rows.some(({ q }) => q !== null);
}

function sortValue({ row, place }: RankedHeadOfRuns, by: RunsOrder): number | null {
  switch (by) {
    case 'rank':
      return -place;
    case 'head':
      return row.layer * 1e6 + row.head;
    case 'difference':
      return row.difference;
    case 'delta':
      return row.cliffs_delta;
    case 'q':
      return row.q;
    case 'first':
      return row.first;
    case 'second':
      return row.second;
  }
}

const IN_FOLD = ['more', 'less', 'undecided', 'untested'] as const;

/** "3 change more, 40 undecided" */
export function foldOfRuns(rows: readonly HeadOfRuns[], metric: MetricName): string {
  const counts = countOutcomes(rows);
  return IN_FOLD.filter((outcome) => counts[outcome] > 0)
    .map((outcome) => `${counts[outcome]} ${outcomeWords(outcome, counts[outcome], METRICS[metric])}`)
    .join(', ');
}
