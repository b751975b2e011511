import { headGridFigure } from '../../../core/figures/kinds/head-grid.ts';
import { figureOfRun } from './figure-kind.ts';

export const headGrid = figureOfRun(headGridFigure, async ({ aggregates }, { source }, spec) => ({
  ...spec,
  source,
  rows: await aggregates.rows({ ...spec, metrics: [spec.metric] }),
}));
