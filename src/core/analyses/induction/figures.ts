import { figureDrawings } from '../../figures/figure-drawing.ts';
import { inductionLoss } from './loss-figure.ts';
import { inductionMap } from './map-figure.ts';
import { inductionScatter } from './scatter-figure.ts';
import { probeCircuitFigure } from './probe-figure.ts';
import { inductionTrial } from './trial-figure.ts';

export const INDUCTION_FIGURES = figureDrawings({
  'induction-map': inductionMap,
  'induction-loss': inductionLoss,
  'induction-scatter': inductionScatter,
  'induction-trial': inductionTrial,
  'probe-circuit': probeCircuitFigure,
});
