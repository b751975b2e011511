/** The heads of a run as the ranking lists them: in which order, at which end, with which numbers. */
import { inSentence } from '../../capitalised.ts';
import type { Axes } from '../../figures/axes.ts';
import { decimalsFor, decimalsShowing, formatFixed, meanWithInterval } from '../../figures/fixed-numbers.ts';
import { formatValue } from '../../figures/figure.ts';
import { byNumber, foldedOnTop, type RankedCell, type RankedHead } from '../../figures/ranked-heads.ts';
import { HEAD_NAME_WIDTH, marginWords, type Ranking } from '../../figures/ranking.ts';
import { METRICS, type MetricName } from '../../metrics/catalogue.ts';
import { shapeOf } from './axes-of-heads.ts';
import { foldWords, needWords } from './fold-words.ts';
import { forestMarks, marksOfMean, setMean } from './forest-marks.ts';
import { type GridStatistic, STATISTICS, usualStatistic } from './grid-statistics.ts';
import { axisEndsOf, statisticWords } from './head-grid-figure.ts';
import { isCalledAgainstZero } from './found.ts';
import { showsOutcomes } from './head-looks.ts';
import { controlWords, differenceText, formatQ, headOutcome, marksTogether } from './head-words.ts';
import { isSame } from './same-with-both.ts';
import { columnOf, isCompared, isTested, rankingColumns, showsMeans } from './ranking-columns.ts';
import { byStatistic, ranksLowestFirst, ranksOf } from './ranking.ts';
import type { StatisticsRow } from './rows.ts';
import type { RankingOrder } from './choices.ts';

export interface RankingSort {
  readonly by: RankingOrder;
  readonly direction: 'asc' | 'desc';
}

/** A head of a run, with its statistics. */
export interface RankedRow extends RankedHead {
  readonly row: StatisticsRow;
}

/** What the screen lists, and a file draws. */
export function rankingOfRows(
  rows: readonly StatisticsRow[],
  metric: MetricName,
  sort: RankingSort,
  statistic: GridStatistic,
  axes?: Axes,
): Ranking {
  const { change, unit } = METRICS[metric];
  const comparison = rows[0]?.comparison ?? 'none';
  const heads = rankedRows(rows, metric, sort, statistic);
  const folds = foldsBy(rows, statistic);
  const margins = marginWords(
    rows.map(({ margin }) => margin),
    unit,
  );
  const rowsOf = (some: readonly RankedHead[]): StatisticsRow[] => {
    const places = new Set(some.map(({ place }) => place));
    return heads.filter(({ place }) => places.has(place)).map(({ row }) => row);
  };
  /** What is in the fold however high the list is: the heads that are not called. */
  const fold = folds
    ? foldedOnTop({ heads, middle: false, selected: null }).find((line) => line.kind === 'fold')
    : undefined;
  return {
    what: 'heads',
    nameWidth: HEAD_NAME_WIDTH,
    heads,
    columns: rankingColumns(rows, metric, statistic),
    subtitle:
      comparison === 'none'
        ? 'dot and line: mean and its 95 % interval; nothing to compare with'
        : statistic === 'mean'
          ? `grey: ${controlWords(comparison)}; dot and line: mean of the set, 95 % interval`
          : [`dot and line: difference from the ${controlWords(comparison)} and its 95 % interval`, margins]
              .filter((words) => words !== '')
              .join('; '),
    axisTitle: `${axisWords(comparison, statistic)}${unit === '' ? '' : `, ${unit}`}`,
    hasZero: change === 'either' || (comparison !== 'none' && statistic !== 'mean'),
    colours: axisEndsOf(metric, statistic, rows),
    axes: shapeOf(axes, rows, statistic),
    rankTitle: folds
      ? 'By response: those that change more first'
      : `By ${statisticWords(statistic, rows)}: the ${ranksLowestFirst(statistic, metric) ? 'smallest' : 'largest'} first`,
    foldWords: (some) => foldWords(rowsOf(some), metric),
    note: [
      comparison !== 'none' && change === 'low'
        ? `The lower ${inSentence(METRICS[metric].label)}, the larger the change: a difference above 0 is less change than under the ${controlWords(comparison)}.`
        : '',
      fold === undefined ? '' : needWords(rowsOf(fold.heads), metric, rows.length),
      ...marksTogether(rows).ofAll.map(({ words }) => `Every head: ${words}.`),
    ]
      .filter((sentence) => sentence !== '')
      .join(' '),
  };
}

/** What the axis of the forest plot is of. */
function axisWords(comparison: StatisticsRow['comparison'], statistic: GridStatistic): string {
  if (comparison === 'none') return 'Mean';
  return statistic === 'mean' ? 'Set and control' : 'Difference';
}

/** All heads in the order asked for: first those that rank first by the statistic that is shown. */
export function rankedRows(
  rows: readonly StatisticsRow[],
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
  const together = marksTogether(rows);
  const decimals = decimalsFor(rows.map((row) => (compares ? row.difference : row.mean)));
  const means = showsMeans(rows, statistic);
  const decimalsOfMeans = decimalsFor(rows.flatMap((row) => [setMean(row), row.control_mean]));
  const standsOut = (row: StatisticsRow) =>
    compares ? row.outcome === 'more' || row.outcome === 'less' : isCalledAgainstZero(row);
  const isMore = (row: StatisticsRow) =>
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
      look: faint ? (row.outcome === 'not enough data' && !isSame(row) ? 'hollow' : 'faint') : 'ink',
      outcome: headOutcome(row, METRICS[metric]),
      // The line is of the number that heads are listed by.
      marks: statistic === 'mean' ? marksOfMean(row) : forestMarks(row),
      ...(compares && statistic !== 'mean' && { margin: row.margin }),
      signs: together.of(row),
      cells: [
        ...(ofItsOwn ? [{ text: statisticText(row, statistic, statisticDecimals) }] : []),
        {
          text: compares
            ? differenceText(row, faint ? decimals : decimalsOfCalled(row, decimals))
            : meanWithInterval(row.mean, row.ci_low, row.ci_high, decimals),
          faint,
        },
        ...(means
          ? [
              { text: formatFixed(setMean(row), decimalsOfMeans), faint },
              { text: formatFixed(row.control_mean, decimalsOfMeans), faint },
            ]
          : []),
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
      numbers: numbersOf(row, statistic),
    };
  });
  return sort.by === 'response' && sort.direction === 'desc' ? ranked : sorted(ranked, sort, statistic);
}

/** As many as show that neither the difference nor the end of its interval that is nearer to 0 is 0. */
function decimalsOfCalled({ difference, ...row }: StatisticsRow, decimals: number): number {
  const { difference_ci_low: low, difference_ci_high: high } = row;
  const nearer = (difference ?? 0) > 0 ? low : high;
  return decimalsShowing(nearer, decimalsShowing(difference, decimals));
}

/** What a file has of a head: what it is ranked by, and the numbers of the marks and of the columns. */
function numbersOf(row: StatisticsRow, statistic: GridStatistic): RankedHead['numbers'] {
  const { n, mean, ci_low, ci_high } = row;
  const own = { [statistic]: row[statistic], n, mean, ci_low, ci_high };
  if (row.comparison === 'none') return { ...own, q_zero: row.q_zero };
  const { control_mean, difference, difference_ci_low, difference_ci_high, cliffs_delta, q, top_share } = row;
  return {
    ...own,
    set_mean: setMean(row),
    control_mean,
    difference,
    difference_ci_low,
    difference_ci_high,
    cliffs_delta,
    q,
    top_share,
  };
}

/** Whether the ends of this order are what is said of heads, so that the middle folds. */
export function foldsBy(rows: readonly StatisticsRow[], statistic: GridStatistic): boolean {
  return isCompared(rows) ? showsOutcomes(statistic) : statistic === 'mean';
}

function statisticText(row: StatisticsRow, statistic: GridStatistic, decimals: number): string {
  if (statistic === 'mean') return meanWithInterval(row.mean, row.ci_low, row.ci_high, decimals);
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

function topCell({ top_share: share }: StatisticsRow): RankedCell {
  return {
    text: share === null ? '–' : `${Math.round(100 * share)} %`,
    faint: (share ?? 0) < 0.7,
  };
}

function sorted(
  heads: readonly RankedRow[],
  { by, direction }: RankingSort,
  statistic: GridStatistic,
): RankedRow[] {
  return byNumber(heads, (one) => sortValue(one, by, statistic), direction);
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
    case 'set':
      return setMean(row);
    case 'control':
      return row.control_mean;
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
