import { figureDrawings } from '../../figures/figure-drawing.ts';
import { patchingMap } from './map-figure.ts';

export const PATCHING_FIGURES = figureDrawings({ 'patching-map': patchingMap });
