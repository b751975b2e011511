import { figureDrawings } from '../../figures/figure-drawing.ts';
import { headMapFigure } from './head-map.ts';
import { headProfileFigure } from './head-profile.ts';
import { itemDistributionFigure } from './item-distribution.ts';
import { itemTextFigure } from './item-text.ts';

/** Figures of what any analysis knows of heads. */
export const HEAD_FIGURES = figureDrawings({
  'head-map': headMapFigure,
  'head-profile': headProfileFigure,
  'item-distribution': itemDistributionFigure,
  'item-text': itemTextFigure,
});
