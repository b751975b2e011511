import { figureDrawings } from '../../figures/figure-drawing.ts';
import { patternsMatrix } from './matrix-figure.ts';
import { patternsUnseen } from './unseen-figure.ts';

export const PATTERNS_FIGURES = figureDrawings({
  'patterns-matrix': patternsMatrix,
  'patterns-unseen': patternsUnseen,
});
