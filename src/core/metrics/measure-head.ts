/**
 * All metrics of one head on one pair. A hot kernel: it runs once for each pair, layer and head of a run, reads the
 * output buffers of the batch in place and allocates nothing. Sums are in float64. The plain definitions that it is
 * tested against are in measure-head.reference.ts.
 */
import type { Alignment } from '../pairs/alignment.ts';
import { measureAttentionDifferences } from './attention-differences.ts';
import { measureInformation } from './attention-information.ts';
import { metricIndex } from './catalogue.ts';
import type { HeadActivations } from './head-activations.ts';
import { measureValueOutputs } from './value-outputs.ts';

export type { HeadActivations, StridedMatrix } from './head-activations.ts';

const DIFFERENCES = {
  largest: metricIndex('max_attention_diff'),
  mean: metricIndex('mean_attention_diff'),
  correlation: metricIndex('attention_pattern_correlation'),
};
const VALUE_CORRELATION = metricIndex('value_output_correlation');
const VALUE_COSINE = metricIndex('value_cosine');
const INFORMATION = {
  divergence: metricIndex('attention_js_divergence'),
  entropyDifference: metricIndex('attention_entropy_diff'),
  unalignedMassOriginal: metricIndex('unaligned_mass_original'),
  unalignedMassCounterfactual: metricIndex('unaligned_mass_counterfactual'),
};

/**
 * Writes METRIC_COUNT values, in the order of METRIC_NAMES, to out[at], out[at + 1], …; NaN where a metric is
 * undefined, which the catalogue explains.
 *
 * @param alignment of all tokens of both statements, as made by pairs/align.ts
 * @throws RangeError when the alignment is of statements of other lengths
 */
export function measureHead(
  original: HeadActivations,
  counterfactual: HeadActivations,
  alignment: Alignment,
  out: Float64Array,
  at: number,
): void {
  assertTokens(alignment.original, alignment.unalignedOriginal, original.tokens);
  assertTokens(alignment.counterfactual, alignment.unalignedCounterfactual, counterfactual.tokens);
  measureAttentionDifferences(original.pattern, counterfactual.pattern, alignment, out, at, DIFFERENCES);
  measureInformation(original.pattern, counterfactual.pattern, alignment, out, at, INFORMATION);
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

function assertTokens(aligned: Int32Array, unaligned: Int32Array, tokens: number): void {
  const covered = aligned.length + unaligned.length;
  if (covered !== tokens) throw new RangeError(`alignment of ${covered} tokens for a statement of ${tokens}`);
}
