import { figureDrawings } from '../../figures/figure-drawing.ts';
import { inductionLoss } from './loss-figure.ts';
import { inductionMap } from './map-figure.ts';

export const INDUCTION_FIGURES = figureDrawings({
  'induction-map': inductionMap,
  'induction-loss': inductionLoss,
});
