/** What errors of the attention weights can do to each metric: docs/science.md, section 3, "What the measurement resolves". */
import type { Resolution } from '../statistics/resolution.ts';
import { METRICS, type MetricName } from './catalogue.ts';

/**
 * By what share of itself an attention weight, and a vector that a head reads out, may be off: to so much models are held to
 * PyTorch, and all bundled ones keep it between a statement alone and in a batch (tests/integration/resolution.test.ts).
 */
export const WEIGHT_ERROR = 1e-5;

/**
 * @param error the share of itself by which a weight may be off; null where it is not known, as of devices other than the CPU: of these it
 *   is seen how far a weight was off, not by what share
 * @returns null where it is not known, and where rounding has no bound that is worth a word
 */
export function resolutionOf(metric: MetricName, error: number | null = WEIGHT_ERROR): Resolution | null {
  const { rounding, change } = METRICS[metric];
  if (rounding === null || error === null) return null;
  return {
    kind: rounding.kind,
    error: rounding.times * error,
    noChange: rounding.kind === 'root' && change === 'low' ? 1 : 0,
  };
}
