import { headGridFigure } from '../../../core/analyses/statistics/head-grid-figure.ts';
import { figureOfRun } from './figure-kind.ts';

export const headGrid = figureOfRun(headGridFigure, async ({ aggregates }, { source }, spec) => ({
  ...spec,
  source,
  rows: await aggregates.rows({ ...spec, metrics: [spec.metric] }),
}));
