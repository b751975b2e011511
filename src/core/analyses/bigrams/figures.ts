import { figureDrawings } from '../../figures/figure-drawing.ts';
import { bigramsCounts } from './counts-figure.ts';
import { bigramsPoints } from './points-figure.ts';

export const BIGRAMS_FIGURES = figureDrawings({
  'bigrams-counts': bigramsCounts,
  'bigrams-points': bigramsPoints,
});
