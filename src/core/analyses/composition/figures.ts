import { figureDrawings } from '../../figures/figure-drawing.ts';
import { compositionGraph } from './graph-figure.ts';
import { compositionMatrix } from './matrix-figure.ts';

export const COMPOSITION_FIGURES = figureDrawings({
  'composition-graph': compositionGraph,
  'composition-matrix': compositionMatrix,
});
