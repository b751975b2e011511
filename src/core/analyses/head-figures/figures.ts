import { figureDrawings } from '../../figures/figure-drawing.ts';
import { headMapFigure } from './head-map.ts';
import { headProfileFigure } from './head-profile.ts';
import { itemDistributionFigure } from './item-distribution.ts';
import { itemTextFigure } from './item-text.ts';
import { quantityRankingFigure } from './quantity-ranking.ts';

/** Figures of what any analysis knows of heads. */
export const HEAD_FIGURES = figureDrawings({
  'head-map': headMapFigure,
  'head-profile': headProfileFigure,
  'quantity-ranking': quantityRankingFigure,
  'item-distribution': itemDistributionFigure,
  'item-text': itemTextFigure,
});
