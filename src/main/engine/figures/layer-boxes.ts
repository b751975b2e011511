import { layerBoxesFigure } from '../../../core/analyses/statistics/layer-boxes-figure.ts';
import { figureOfRun } from './figure-kind.ts';
import { statisticsRows } from './statistics-rows.ts';

export const layerBoxes = figureOfRun(layerBoxesFigure, async (services, { source }, spec) => ({
  ...spec,
  source,
  rows: await statisticsRows(services, spec),
}));
