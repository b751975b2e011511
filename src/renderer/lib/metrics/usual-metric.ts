import type { MetricName } from '../../../core/metrics/catalogue.ts';

/** By which a run is shown before anybody chooses: how differently a head attends. */
export const USUAL_METRIC: MetricName = 'attention_js_divergence';
