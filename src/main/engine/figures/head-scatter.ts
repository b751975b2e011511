import { headScatterFigure } from '../../../core/analyses/statistics/head-scatter-figure.ts';
import { figureOfRun } from './figure-kind.ts';
import { statisticsRows } from './statistics-rows.ts';

export const headScatter = figureOfRun(headScatterFigure, async (services, { source }, spec) => {
  const rowsOf = (metric: typeof spec.metric) => statisticsRows(services, { ...spec, metric });
  const rows = await rowsOf(spec.metric);
  const { across = spec.metric, colourMetric = spec.metric } = spec;
  const acrossRows = across === spec.metric ? rows : await rowsOf(across);
  if (spec.colour !== 'statistic') return { ...spec, source, rows, acrossRows };
  const colourRows = colourMetric === spec.metric ? rows : await rowsOf(colourMetric);
  return { ...spec, source, rows, acrossRows, colourRows };
});
