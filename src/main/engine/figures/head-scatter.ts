import { comparisonOf } from '../../../core/analyses/statistics/comparison-choice.ts';
import { headScatterFigure } from '../../../core/analyses/statistics/head-scatter-figure.ts';
import { figureOfRun } from './figure-kind.ts';

export const headScatter = figureOfRun(headScatterFigure, async ({ aggregates }, { source }, spec) => {
  const rowsOf = (metric: typeof spec.metric) =>
    aggregates.rows({ runId: spec.runId, group: spec.group, metrics: [metric], choice: comparisonOf(spec) });
  const rows = await rowsOf(spec.metric);
  const { across = spec.metric, colourMetric = spec.metric } = spec;
  const acrossRows = across === spec.metric ? rows : await rowsOf(across);
  if (spec.colour !== 'statistic') return { ...spec, source, rows, acrossRows };
  const colourRows = colourMetric === spec.metric ? rows : await rowsOf(colourMetric);
  return { ...spec, source, rows, acrossRows, colourRows };
});
