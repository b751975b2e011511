/**
 * All metrics of one head on one pair. A hot kernel: it runs once for each pair, layer and head of a run, reads the
 * output buffers of the batch in place and allocates nothing. Sums are in float64. The plain definitions that it is
 * tested against are in measure-head.reference.ts.
 */
import type { Alignment } from '../pairs/alignment.ts';
import { measureAttentionDifferences } from './attention-differences.ts';
import { measureDivergence } from './attention-divergence.ts';
import { meanRowEntropy } from './attention-entropy.ts';
import { metricIndex } from './catalogue.ts';
import type { HeadActivations } from './head-activations.ts';
import { measureValueOutputs } from './value-outputs.ts';

export type { HeadActivations, StridedMatrix } from './head-activations.ts';

// max_attention_diff, mean_attention_diff and attention_pattern_correlation follow each other in the catalogue, and so
// do the two unaligned masses.
const DIFFERENCES = metricIndex('max_attention_diff');
const VALUE_CORRELATION = metricIndex('value_output_correlation');
const DIVERGENCE = metricIndex('attention_js_divergence');
const ENTROPY = metricIndex('attention_entropy_diff');
const VALUE_COSINE = metricIndex('value_cosine');
const UNALIGNED_MASS = metricIndex('unaligned_mass_original');

/**
 * Writes METRIC_COUNT values, in the order of METRIC_NAMES, to out[at], out[at + 1], …; NaN where a metric is
 * undefined, which the catalogue explains.
 *
 * @param alignment positions inside the statements' tokens, as made by pairs/align.ts
 */
export function measureHead(
  original: HeadActivations,
  counterfactual: HeadActivations,
  alignment: Alignment,
  out: Float64Array,
  at: number,
): void {
  const patternA = original.pattern;
  const patternB = counterfactual.pattern;
  measureAttentionDifferences(patternA, patternB, alignment, out, at + DIFFERENCES);
  measureDivergence(patternA, patternB, alignment, out, at + DIVERGENCE, at + UNALIGNED_MASS);
  out[at + ENTROPY] =
    meanRowEntropy(patternB, counterfactual.tokens) - meanRowEntropy(patternA, original.tokens);
  measureValueOutputs(
    original.z,
    counterfactual.z,
    original.dHead,
    alignment,
    out,
    at + VALUE_CORRELATION,
    at + VALUE_COSINE,
  );
}
