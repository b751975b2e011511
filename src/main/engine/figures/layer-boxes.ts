import { comparisonOf } from '../../../core/analyses/statistics/comparison-choice.ts';
import { layerBoxesFigure } from '../../../core/analyses/statistics/layer-boxes-figure.ts';
import { figureOfRun } from './figure-kind.ts';

export const layerBoxes = figureOfRun(layerBoxesFigure, async ({ aggregates }, { source }, spec) => ({
  ...spec,
  source,
  rows: await aggregates.rows({
    runId: spec.runId,
    group: spec.group,
    metrics: [spec.metric],
    choice: comparisonOf(spec),
  }),
}));
