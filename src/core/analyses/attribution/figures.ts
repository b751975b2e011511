import { figureDrawings } from '../../figures/figure-drawing.ts';
import { componentsFigure } from './components-figure.ts';
import { probePredictionsFigure } from './predictions-figure.ts';
import { probeAttributionFigure } from './probe-figure.ts';

export const ATTRIBUTION_FIGURES = figureDrawings({
  'attribution-components': componentsFigure,
  'probe-attribution': probeAttributionFigure,
  'probe-predictions': probePredictionsFigure,
});
