/** What errors of the attention weights can do to each metric: docs/science.md, section 3, "What the measurement resolves". */
import type { Resolution } from '../statistics/resolution.ts';
import { METRICS, type MetricName } from './catalogue.ts';

/**
 * By what share of itself an attention weight, and a vector that a head reads out, may be off: to so much models are held to
 * PyTorch, and all bundled ones keep it between a statement alone and in a batch (tests/integration/resolution.test.ts).
 */
export const WEIGHT_ERROR = 1e-5;

/**
 * @param largestDifference from the CPU's attention weights, seen when the run's device was tried; null on the CPU
 * @returns null where rounding has no bound that is worth a word
 */
export function resolutionOf(metric: MetricName, largestDifference: number | null = null): Resolution | null {
  const { rounding, change } = METRICS[metric];
  if (rounding === null) return null;
  return {
    kind: rounding.kind,
    error: rounding.times * Math.max(WEIGHT_ERROR, largestDifference ?? 0),
    noChange: rounding.kind === 'root' && change === 'low' ? 1 : 0,
  };
}
