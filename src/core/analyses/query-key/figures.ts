import { figureDrawings } from '../../figures/figure-drawing.ts';
import { queryKeyMap } from './map-figure.ts';

export const QUERY_KEY_FIGURES = figureDrawings({ 'query-key-map': queryKeyMap });
