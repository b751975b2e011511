import { histogramMetrics, resultsHistogramsFigure } from '../../../core/figures/kinds/results-histograms.ts';
import { resultFilter } from '../../../core/metrics/result-filter.ts';
import { figureOfRun } from './figure-kind.ts';

export const resultsHistograms = figureOfRun(
  resultsHistogramsFigure,
  async ({ results }, { run, source }, { runId, filter, metrics, bins }) => {
    const shown = metrics.length > 0 ? metrics : histogramMetrics(run.metrics, filter);
    const whole = resultFilter.parse({ role: filter.role });
    const [histograms, all, passing] = await Promise.all([
      results.resultsHistograms({ runId, filter, metrics: shown, bins }),
      results.resultsCount({ runId, filter: whole }),
      results.resultsCount({ runId, filter }),
    ]);
    return { source, filter, histograms, rows: all.rows, passing: passing.rows, pairs: passing.pairs };
  },
);
