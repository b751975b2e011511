import { figureDrawings } from '../../figures/figure-drawing.ts';
import { pathMap } from './map-figure.ts';

export const PATH_PATCHING_FIGURES = figureDrawings({ 'path-map': pathMap });
