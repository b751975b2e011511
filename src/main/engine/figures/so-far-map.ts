import { soFarMap } from '../../../core/analyses/statistics/so-far-map.ts';
import { figureOfRun } from './figure-kind.ts';

/** Of what is measured when it is drawn: while the run goes on, another time it is another figure. */
export const soFar = figureOfRun(
  soFarMap,
  async ({ readings }, { source }, { runId, metric, plotWidth }) => ({
    source,
    means: await readings.meansSoFar({ runId, metric }),
    metric,
    plotWidth,
  }),
);
