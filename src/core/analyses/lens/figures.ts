import { figureDrawings } from '../../figures/figure-drawing.ts';
import { probeLensFigure } from './probe-figure.ts';
import { lensStreamsFigure } from './streams-figure.ts';

export const LENS_FIGURES = figureDrawings({
  'lens-streams': lensStreamsFigure,
  'probe-lens': probeLensFigure,
});
