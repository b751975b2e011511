import { figureDrawings } from '../../figures/figure-drawing.ts';
import { normsMixing } from './mixing-figure.ts';

export const NORMS_FIGURES = figureDrawings({ 'norms-mixing': normsMixing });
