/** The heads of two runs as their ranking lists them. */
import { decimalsOfColumn, meanInColumn } from '../../figures/column-numbers.ts';
import { decimalsBeside, decimalsFor, formatFixed } from '../../figures/fixed-numbers.ts';
import { byNumber, type RankedColumn, type RankedHead } from '../../figures/ranked-heads.ts';
import { HEAD_NAME_WIDTH, marginWords, type Ranking } from '../../figures/ranking.ts';
import { METRICS, type MetricName } from '../../metrics/catalogue.ts';
import { countOutcomes } from '../statistics/findings.ts';
import { outcomeWords } from '../statistics/head-looks.ts';
import { formatQ, headOutcome, marksTogether } from '../statistics/head-words.ts';
import { byResponse } from '../statistics/ranking.ts';
import { isSame } from '../statistics/same-with-both.ts';
import type { HeadOfRuns, NamedRun, RunsCompared } from './compared-runs.ts';
import { runWords } from './runs-words.ts';
import type { RunsOrder } from './choices.ts';

export interface RunsSort {
  readonly by: RunsOrder;
  readonly direction: 'asc' | 'desc';
}

export interface RankedHeadOfRuns extends RankedHead {
  readonly row: HeadOfRuns;
}

/** Where there is little room: first both runs, whose marks stand on the axis, then the effect size, q. */
const LEAVE = { runs: 1, delta: 2, q: 3 } as const;

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
      title: `${names[0]} − ${names[1]}; 95 % interval`,
    },
    { key: 'first', words: names[0], width: 74, leave: LEAVE.runs },
    { key: 'second', words: names[1], width: 74, leave: LEAVE.runs },
    {
      key: 'delta',
      words: 'Cliff’s δ',
      title: 'Cliff’s delta: from −1 to 1',
      width: 64,
      leave: LEAVE.delta,
    },
    ...(isTested(rows)
      ? [
          {
            key: 'q',
            words: 'q',
            title: `Benjamini-Hochberg over ${rows.length} heads`,
            width: 82,
            leave: LEAVE.q,
          },
        ]
      : []),
  ];
}

/** What the screen lists, and a file draws. */
export function rankingOfRuns(
  { heads: rows, metric }: Pick<RunsCompared, 'heads' | 'metric'>,
  [first, second]: readonly [first: NamedRun, second: NamedRun],
  sort: RunsSort,
): Ranking {
  const heads = rankedHeads(rows, metric, sort);
  return {
    what: 'heads',
    nameWidth: HEAD_NAME_WIDTH,
    heads,
    columns: runsColumns(rows, metric, [`Run ${first.id}`, `Run ${second.id}`]),
    subtitle: [
      `dot: ${runWords(first)} − ${runWords(second)}, with its 95 % interval`,
      marginWords(
        rows.map(({ margin }) => margin),
        METRICS[metric].unit,
      ),
    ]
      .filter((words) => words !== '')
      .join('; '),
    axisTitle: `Difference${METRICS[metric].unit === '' ? '' : `, ${METRICS[metric].unit}`}`,
    hasZero: true,
    rankTitle: `Furthest ahead in ${runWords(first)} first`,
    foldWords: (some) => {
      const places = new Set(some.map(({ place }) => place));
      return foldOfRuns(
        heads.filter(({ place }) => places.has(place)).map(({ row }) => row),
        metric,
      );
    },
    note: marksTogether(rows)
      .ofAll.map(({ words }) => `Every head: ${words}.`)
      .join(' '),
  };
}

export function rankedHeads(
  rows: readonly HeadOfRuns[],
  metric: MetricName,
  { by, direction }: RunsSort,
): RankedHeadOfRuns[] {
  const isCalled = ({ outcome }: HeadOfRuns) => outcome === 'more' || outcome === 'less';
  const estimateOf = ({ difference, difference_ci_low, difference_ci_high }: HeadOfRuns) => ({
    mean: difference,
    low: difference_ci_low,
    high: difference_ci_high,
  });
  const decimals = decimalsOfColumn(
    rows.filter(isCalled).map(estimateOf),
    decimalsFor(rows.map(({ difference }) => difference)),
  );
  const tested = isTested(rows);
  const together = marksTogether(rows);
  const ranked = byResponse(rows, metric).map((row, index): RankedHeadOfRuns => {
    const called = isCalled(row);
    const faint = tested && !called;
    const { difference_ci_low: low, difference_ci_high: high } = row;
    return {
      row,
      layer: row.layer,
      head: row.head,
      place: index + 1,
      end: called ? (row.outcome === 'more' ? 'first' : 'last') : null,
      look: faint ? 'hollow' : 'ink',
      ...(isSame(row) && { folds: true }),
      outcome: tested ? (isSame(row) ? `is ${SAME_WORDS}` : headOutcome(row, METRICS[metric])) : '',
      marks: {
        // The difference alone: round the value of either run its interval would lie across a 0 that is not its own.
        set: row.difference,
        control: null,
        interval: low === null || high === null ? null : [low, high],
        controlInterval: null,
      },
      margin: row.margin,
      signs: together.of(row),
      cells: [
        {
          text: meanInColumn(estimateOf(row), decimalsBeside([low, high], decimals, row.margin), called),
          faint,
        },
        { text: formatFixed(row.first, decimals), faint },
        { text: formatFixed(row.second, decimals), faint },
        { text: formatFixed(row.cliffs_delta, 2), faint },
        ...(tested ? [{ text: formatQ(row.q, row.q_at_most), faint }] : []),
      ],
      numbers: numbersOf(row),
    };
  });
  if (by === 'rank' && direction === 'desc') return ranked;
  return byNumber(ranked, (one) => sortValue(one, by), direction);
}

/** What a file has of a head. */
function numbersOf(row: HeadOfRuns): RankedHead['numbers'] {
  const { first, second, difference, difference_ci_low, difference_ci_high, cliffs_delta, q } = row;
  return { first, second, difference, difference_ci_low, difference_ci_high, cliffs_delta, q };
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

const SAME_WORDS = 'the same in both';
const IN_FOLD = ['more', 'less', 'same', 'undecided', 'untested'] as const;

/** "3 change more, 40 undecided" */
export function foldOfRuns(rows: readonly HeadOfRuns[], metric: MetricName): string {
  const counts = countOutcomes(rows);
  return IN_FOLD.filter((outcome) => counts[outcome] > 0)
    .map(
      (outcome) =>
        `${counts[outcome]} ${outcome === 'same' ? SAME_WORDS : outcomeWords(outcome, counts[outcome], METRICS[metric])}`,
    )
    .join(', ');
}
