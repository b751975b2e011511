import { figureDrawings } from '../../figures/figure-drawing.ts';
import { queryKeyHeads } from './heads-figure.ts';
import { queryKeyMap } from './map-figure.ts';
import { queryKeyPoints } from './points-figure.ts';

export const QUERY_KEY_FIGURES = figureDrawings({
  'query-key-map': queryKeyMap,
  'query-key-points': queryKeyPoints,
  'query-key-heads': queryKeyHeads,
});
