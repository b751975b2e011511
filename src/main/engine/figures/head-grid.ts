import { headGridFigure } from '../../../core/analyses/statistics/head-grid-figure.ts';
import { figureOfRun } from './figure-kind.ts';
import { statisticsRows } from './statistics-rows.ts';

export const headGrid = figureOfRun(headGridFigure, async (services, { source }, spec) => ({
  ...spec,
  source,
  rows: await statisticsRows(services, spec),
}));
