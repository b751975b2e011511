import { comparisonOf } from '../../../core/analyses/statistics/comparison-choice.ts';
import { headGridFigure } from '../../../core/analyses/statistics/head-grid-figure.ts';
import { figureOfRun } from './figure-kind.ts';

export const headGrid = figureOfRun(headGridFigure, async ({ aggregates }, { source }, spec) => ({
  ...spec,
  source,
  rows: await aggregates.rows({
    runId: spec.runId,
    group: spec.group,
    metrics: [spec.metric],
    choice: comparisonOf(spec),
  }),
}));
