import { figureDrawings } from '../../figures/figure-drawing.ts';
import { balanceFigure } from './balance-figure.ts';
import { headGridFigure } from './head-grid-figure.ts';
import { headRankingFigure } from './head-ranking-figure.ts';
import { headScatterFigure } from './head-scatter-figure.ts';
import { layerBoxesFigure } from './layer-boxes-figure.ts';
import { soFarMap } from './so-far-map.ts';

/** The figures that statistics of a run bring along. */
export const STATISTICS_FIGURES = figureDrawings({
  'head-grid': headGridFigure,
  'head-ranking': headRankingFigure,
  'head-scatter': headScatterFigure,
  'layer-boxes': layerBoxesFigure,
  'so-far-map': soFarMap,
  balance: balanceFigure,
});
