import { comparisonOf } from '../../../core/analyses/statistics/comparison-choice.ts';
import { headRankingFigure } from '../../../core/analyses/statistics/head-ranking-figure.ts';
import { figureOfRun } from './figure-kind.ts';

export const headRanking = figureOfRun(headRankingFigure, async ({ aggregates }, { source }, spec) => ({
  ...spec,
  source,
  rows: await aggregates.rows({
    runId: spec.runId,
    group: spec.group,
    metrics: [spec.metric],
    choice: comparisonOf(spec),
  }),
}));
