import { headRankingFigure } from '../../../core/analyses/statistics/head-ranking-figure.ts';
import { figureOfRun } from './figure-kind.ts';
import { statisticsRows } from './statistics-rows.ts';

export const headRanking = figureOfRun(headRankingFigure, async (services, { source }, spec) => ({
  ...spec,
  source,
  rows: await statisticsRows(services, spec),
}));
