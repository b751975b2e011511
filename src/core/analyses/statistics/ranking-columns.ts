/** The columns of the ranking of a run: which there are, and which give way where there is little room. */
import { capitalised } from '../../capitalised.ts';
import type { RankedColumn } from '../../figures/ranked-heads.ts';
import { METRICS, type MetricName } from '../../metrics/catalogue.ts';
import type { RankingOrder } from './choices.ts';
import { type GridStatistic, STATISTICS } from './grid-statistics.ts';
import { statisticWords } from './head-grid-figure.ts';
import { controlWords } from './head-words.ts';
import type { StatisticsRow } from './rows.ts';

/** Where there is little room: first the share in the top, what set and control have, the difference where something else is shown, the effect size, q. */
const LEAVE = { top: 1, means: 2, difference: 3, delta: 4, q: 5 } as const;

/** px of the axis beside q, which is looked for first after the difference, and beside both means: less than others leave it. */
const LEAST_BESIDE_Q = 110;

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
export function columnOf(rows: readonly StatisticsRow[], statistic: GridStatistic): RankingOrder | null {
  return (isCompared(rows) ? COMPARED_COLUMNS : ALONE_COLUMNS)[statistic] ?? null;
}

/** Whether set and control have columns: where neither is what heads are listed by. */
export function showsMeans(rows: readonly StatisticsRow[], statistic: GridStatistic): boolean {
  return isCompared(rows) && statistic !== 'mean' && statistic !== 'control_mean';
}

/** Whether it is in the unit of the metric. */
function hasUnit(statistic: GridStatistic): boolean {
  return ['value', 'spread', 'difference'].includes(STATISTICS[statistic].quantity);
}

/** Heads that are looked for in the top of resamples: core/statistics/rank-stability.ts. */
export function topSizeOf(heads: number): number {
  return Math.min(10, Math.floor(heads / 2));
}

/** The columns of the ranking, and in `cells` of {@link rankedRows} the text of each. */
export function rankingColumns(
  rows: readonly StatisticsRow[],
  metric: MetricName,
  statistic: GridStatistic,
): RankedColumn[] {
  const compares = isCompared(rows);
  const shown = columnOf(rows, statistic);
  const unit = METRICS[metric].unit === '' ? '' : `, ${METRICS[metric].unit}`;
  const topSize = topSizeOf(rows.length);
  const columns: (RankedColumn | null)[] = [
    shown === null
      ? {
          key: 'statistic',
          words: `${SHORT[statistic] ?? capitalised(STATISTICS[statistic].label)}${hasUnit(statistic) ? unit : ''}`,
          title: capitalised(statisticWords(statistic, rows)),
        }
      : null,
    compares
      ? {
          key: 'difference',
          words: `Difference${unit}`,
          title: '95 % interval',
          ...(shown === null && { leave: LEAVE.difference }),
        }
      : { key: 'mean', words: `Mean${unit}`, title: '95 % interval' },
    showsMeans(rows, statistic)
      ? {
          key: 'set',
          words: 'Set',
          title: 'Mean of the control and the difference together: of the pairs that are compared',
          width: 62,
          leave: LEAVE.means,
          least: LEAST_BESIDE_Q,
        }
      : null,
    showsMeans(rows, statistic)
      ? {
          key: 'control',
          words: capitalised(controlWords(rows[0]?.comparison ?? 'none')),
          title: 'Mean of what they are compared with',
          width: 62,
          leave: LEAVE.means,
          least: LEAST_BESIDE_Q,
        }
      : null,
    compares
      ? {
          key: 'delta',
          words: 'Cliff’s δ',
          title: 'Cliff’s delta: from −1 to 1',
          width: 64,
          leave: LEAVE.delta,
        }
      : null,
    isTested(rows)
      ? {
          key: 'q',
          words: compares ? 'q' : 'q against 0',
          title: `Benjamini-Hochberg over ${rows.length} heads`,
          width: 82,
          leave: LEAVE.q,
          least: LEAST_BESIDE_Q,
        }
      : null,
    compares
      ? {
          key: 'top',
          words: `Top ${topSize}`,
          title: `In the top ${topSize} in so many of 1,000 resamples`,
          width: 70,
          leave: LEAVE.top,
        }
      : null,
  ];
  // What heads are ranked by is seen however narrow it is.
  return columns
    .filter((column) => column !== null)
    .map(({ leave, ...column }) =>
      leave === undefined || column.key === shown ? column : { ...column, leave },
    );
}

export function isCompared(rows: readonly StatisticsRow[]): boolean {
  return rows.some(({ comparison }) => comparison !== 'none');
}

export function isTested(rows: readonly StatisticsRow[]): boolean {
  return rows.some((row) => (row.comparison === 'none' ? row.q_zero : row.q) !== null);
}
