/** The heads of two runs of one model by their difference, with their forest plot. */
import { z } from 'zod';
import type { FigureDrawing } from '../../figures/figure-drawing.ts';
import type { Figure } from '../../figures/figure.ts';
import {
  narrowerRanking,
  rankingCsv,
  rankingFields,
  rankingFigure,
  type RankingView,
} from '../../figures/ranking-figure.ts';
import type { Ranking } from '../../figures/ranking.ts';
import type { FigureTheme } from '../../figures/theme.ts';
import { METRICS } from '../../metrics/catalogue.ts';
import type { NamedRun, RunsCompared } from './compared-runs.ts';
import { rankingOfRuns } from './ranked-runs.ts';
import { runsFields } from './runs-spec.ts';
import { captionOfRuns, runWords } from './runs-words.ts';
import { RUNS_ORDERS, type RunsOrder } from './choices.ts';

const schema = z
  .object({ kind: z.literal('runs-ranking'), ...runsFields, ...rankingFields })
  .describe('heads of two runs of one model ranked by their difference, with a forest plot');

export interface RunsRankingData extends RankingView {
  readonly compared: RunsCompared;
  readonly runs: readonly [first: NamedRun, second: NamedRun];
}

export const runsRankingFigure = {
  schema,
  draw,
  csv,
  fit: (data, room) => narrowerRanking(data, room),
} satisfies FigureDrawing<typeof schema, RunsRankingData>;

function rankingOf({ compared, runs, sort, sortDirection: direction }: RunsRankingData): Ranking {
  const by: RunsOrder = RUNS_ORDERS.find((order) => order === sort) ?? 'rank';
  return rankingOfRuns(compared, runs, { by, direction });
}

function draw(data: RunsRankingData, theme: FigureTheme): Figure {
  const { compared, runs } = data;
  const words = {
    title: `Heads by ${METRICS[compared.metric].label}, ${runWords(runs[0])} − ${runWords(runs[1])}`,
    caption: captionOfRuns(compared, runs),
  };
  return rankingFigure(rankingOf(data), data, words, theme);
}

function csv(data: RunsRankingData): string {
  return rankingCsv(rankingOf(data), data);
}
