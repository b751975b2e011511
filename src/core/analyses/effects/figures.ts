import { figureDrawings } from '../../figures/figure-drawing.ts';
import { effectsScatter } from './scatter-figure.ts';

export const EFFECTS_FIGURES = figureDrawings({ 'effects-scatter': effectsScatter });
