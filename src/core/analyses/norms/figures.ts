import { figureDrawings } from '../../figures/figure-drawing.ts';
import { normsMap } from './map-figure.ts';
import { normsMixing } from './mixing-figure.ts';

export const NORMS_FIGURES = figureDrawings({ 'norms-map': normsMap, 'norms-mixing': normsMixing });
