/** The heads of a run in the order of a statistic, with their forest plot. */
import { quoted } from '../../isolated.ts';
import { z } from 'zod';
import type { Axes } from '../../figures/axes.ts';
import type { FigureDrawing } from '../../figures/figure-drawing.ts';
import type { Figure, FigureSource } from '../../figures/figure.ts';
import {
  narrowerRanking,
  rankingCsv,
  rankingFields,
  rankingFigure,
  type RankingView,
} from '../../figures/ranking-figure.ts';
import type { Ranking } from '../../figures/ranking.ts';
import { group, metric, runId } from '../../figures/spec-fields.ts';
import type { FigureTheme } from '../../figures/theme.ts';
import { METRICS, type MetricName } from '../../metrics/catalogue.ts';
import { axesField } from './axes-of-heads.ts';
import { captionOfStatistics } from './caption.ts';
import { comparisonChange } from './comparison-choice.ts';
import { GRID_STATISTICS, type GridStatistic, usualStatistic } from './grid-statistics.ts';
import { statisticWords } from './head-grid-figure.ts';
import { rankingOfRows } from './ranked-rows.ts';
import type { StatisticsRow } from './rows.ts';
import { RANKING_ORDERS, type RankingOrder } from './choices.ts';

const schema = z
  .object({
    kind: z.literal('head-ranking'),
    runId,
    group,
    metric,
    statistic: z
      .enum(GRID_STATISTICS)
      .optional()
      .describe('what heads are ranked by; without it the difference from the control, or the mean'),
    /** Compared otherwise than the run was planned. */
    ...comparisonChange.shape,
    axes: axesField,
    ...rankingFields,
  })
  .describe('heads of a run ranked, with a forest plot and their numbers');

export interface HeadRankingData extends RankingView {
  readonly source: FigureSource;
  readonly group: string;
  readonly metric: MetricName;
  readonly statistic?: GridStatistic | undefined;
  /** How numbers lie along the axis; linear without it. */
  readonly axes?: Axes | undefined;
  /** Every head, of the metric. */
  readonly rows: readonly StatisticsRow[];
}

export const headRankingFigure = {
  schema,
  draw,
  csv,
  fit: (data, room) => narrowerRanking(data, room),
} satisfies FigureDrawing<typeof schema, HeadRankingData>;

function statisticOf({ statistic, rows }: HeadRankingData): GridStatistic {
  return statistic ?? usualStatistic(rows[0]?.comparison ?? 'none');
}

function rankingOf(data: HeadRankingData): Ranking {
  const by: RankingOrder = RANKING_ORDERS.find((order) => order === data.sort) ?? 'response';
  const sort = { by, direction: data.sortDirection };
  return rankingOfRows(data.rows, data.metric, sort, statisticOf(data), data.axes);
}

function draw(data: HeadRankingData, theme: FigureTheme): Figure {
  const { source, rows, metric, group } = data;
  return rankingFigure(
    rankingOf(data),
    data,
    {
      title: `Heads by ${METRICS[metric].label}, ${statisticWords(statisticOf(data), rows)}${group === '' ? '' : ` · ${quoted(group)}`}`,
      caption: captionOfStatistics(source, rows, metric, group),
    },
    theme,
  );
}

function csv(data: HeadRankingData): string {
  return rankingCsv(rankingOf(data), data);
}
