/** The heads of a model in the order of what an analysis knows of them, with their forest plot. */
import { z } from 'zod';
import { LARGEST, wordText } from '../../bounds.ts';
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
import { analysisId } from '../../figures/spec-fields.ts';
import type { FigureTheme } from '../../figures/theme.ts';
import type { HeadQuantity } from '../of-heads.ts';
import { rankingOfQuantity } from './ranked-quantity.ts';
import { type AnalysisSource, captionOfAnalysis } from './source.ts';

const schema = z
  .object({
    kind: z.literal('quantity-ranking'),
    analysisId,
    quantity: wordText.describe('the name of what heads are ranked by, as in the columns of heads.csv'),
    line: z
      .number()
      .min(-LARGEST.limit)
      .max(LARGEST.limit)
      .optional()
      .describe('where a dashed line is drawn: the margin that a call has to clear'),
    ...rankingFields,
  })
  .describe('heads of a model ranked by a quantity of an analysis, with a forest plot');

export interface QuantityRankingData extends RankingView {
  readonly source: AnalysisSource;
  readonly quantity: HeadQuantity;
  readonly line?: number | undefined;
}

export const quantityRankingFigure = {
  schema,
  draw,
  csv,
  fit: (data, room) => narrowerRanking(data, room),
} satisfies FigureDrawing<typeof schema, QuantityRankingData>;

function rankingOf({ quantity, line, sort, sortDirection }: QuantityRankingData): Ranking {
  return rankingOfQuantity(quantity, { by: sort, direction: sortDirection }, line);
}

function draw(data: QuantityRankingData, theme: FigureTheme): Figure {
  const { source, quantity } = data;
  const words = {
    title: `Heads by ${quantity.title}`,
    caption: captionOfAnalysis(source, quantity.n ?? source.items),
  };
  return rankingFigure(rankingOf(data), data, words, theme);
}

function csv(data: QuantityRankingData): string {
  return rankingCsv(rankingOf(data), data);
}
