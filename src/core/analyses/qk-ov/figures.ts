import { figureDrawings } from '../../figures/figure-drawing.ts';
import { qkOvEigenvalues } from './eigenvalues-figure.ts';
import { qkOvMap } from './map-figure.ts';

export const QK_OV_FIGURES = figureDrawings({ 'qk-ov-map': qkOvMap, 'qk-ov-eigenvalues': qkOvEigenvalues });
