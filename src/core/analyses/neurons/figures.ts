import { figureDrawings } from '../../figures/figure-drawing.ts';
import { neuronsHistogram } from './histogram-figure.ts';

export const NEURONS_FIGURES = figureDrawings({ 'neurons-histogram': neuronsHistogram });
