import { figureDrawings } from '../../figures/figure-drawing.ts';
import { runsDepthFigure } from './depth-figure.ts';
import { runsMapFigure } from './map-figure.ts';
import { runsRankingFigure } from './runs-ranking-figure.ts';
import { runsScatterFigure } from './scatter-figure.ts';

/** The figures of two runs. */
export const RUNS_FIGURES = figureDrawings({
  'runs-map': runsMapFigure,
  'runs-ranking': runsRankingFigure,
  'runs-scatter': runsScatterFigure,
  'runs-depth': runsDepthFigure,
});
