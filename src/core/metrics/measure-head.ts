/**
 * All metrics of one head on one pair. A hot kernel: it runs once for each pair, layer and head of a run, reads the
 * output buffers of the batch in place and allocates nothing. Sums are in float64. The plain definitions that it is
 * tested against are in measure-head.reference.ts.
 */
import { type FormedMetricName, metricIndex, METRIC_COUNT, withoutSinks } from './catalogue.ts';
import { compareRows, type ComparisonPlaces } from './compare-rows.ts';
import type { Comparison } from './comparison.ts';
import type { HeadActivations } from './head-activations.ts';
import { meanEntropy, meanNormalisedEntropy, meanSinkMass } from './row-spread.ts';
import { sumRows } from './row-sums.ts';
import { measureTopKeys } from './top-keys.ts';
import { measureValueOutputs, type ValuePlaces } from './value-outputs.ts';

export type { HeadActivations, StridedMatrix } from './head-activations.ts';

/** Where the metrics that have two forms are written. */
interface FormPlaces extends ComparisonPlaces {
  readonly entropyDifference: number;
  readonly normalisedEntropyOriginal: number;
  readonly normalisedEntropyCounterfactual: number;
  readonly normalisedEntropyDifference: number;
}

function formPlaces(place: (name: FormedMetricName) => number, fromSinks: number | null): FormPlaces {
  return {
    largest: place('max_attention_diff'),
    mean: place('mean_attention_diff'),
    correlation: place('attention_pattern_correlation'),
    divergence: place('attention_js_divergence'),
    variation: place('total_variation'),
    unalignedOriginal: place('unaligned_mass_original'),
    unalignedCounterfactual: place('unaligned_mass_counterfactual'),
    towardChange: place('shift_toward_change'),
    fromSinks,
    fromBefore: place('shift_from_before'),
    fromAfter: place('shift_from_after'),
    distance: place('attention_distance_diff'),
    distanceAligned: place('attention_distance_diff_aligned'),
    entropyDifference: place('attention_entropy_diff'),
    normalisedEntropyOriginal: place('normalised_entropy_original'),
    normalisedEntropyCounterfactual: place('normalised_entropy_counterfactual'),
    normalisedEntropyDifference: place('normalised_entropy_diff'),
  };
}

const SINKS_KEPT = formPlaces(metricIndex, metricIndex('shift_from_sinks'));
const SINKS_EXCLUDED = formPlaces((name) => metricIndex(withoutSinks(name)), null);
const TOP_KEYS = metricIndex('top_key_overlap');
const TOP_KEYS_NO_SINKS = metricIndex('top_key_overlap_no_sinks');
const SINK_MASS = {
  original: metricIndex('sink_mass_original'),
  counterfactual: metricIndex('sink_mass_counterfactual'),
  difference: metricIndex('sink_mass_diff'),
};
const VALUES: ValuePlaces = {
  correlation: metricIndex('value_output_correlation'),
  cosine: metricIndex('value_cosine'),
  centredCosine: metricIndex('value_cosine_centred'),
};

/**
 * Writes METRIC_COUNT values, in the order of METRIC_NAMES, to out[at], out[at + 1], …; NaN where a metric is
 * undefined, which the catalogue explains.
 *
 * @throws RangeError when the comparison is of statements of other lengths
 */
export function measureHead(
  original: HeadActivations,
  counterfactual: HeadActivations,
  comparison: Comparison,
  out: Float64Array,
  at: number,
): void {
  assertTokens(comparison.original.keys, original.tokens);
  assertTokens(comparison.counterfactual.keys, counterfactual.tokens);
  sumRows(original.pattern, comparison.original);
  sumRows(counterfactual.pattern, comparison.counterfactual);
  measureForm(original, counterfactual, comparison, true, out, at, SINKS_KEPT);
  measureForm(original, counterfactual, comparison, false, out, at, SINKS_EXCLUDED);
  measureTopKeys(
    original.pattern,
    counterfactual.pattern,
    comparison,
    out,
    at + TOP_KEYS,
    at + TOP_KEYS_NO_SINKS,
  );
  const massA = meanSinkMass(comparison.original);
  const massB = meanSinkMass(comparison.counterfactual);
  out[at + SINK_MASS.original] = massA;
  out[at + SINK_MASS.counterfactual] = massB;
  out[at + SINK_MASS.difference] = massB - massA;
  measureValueOutputs(original.z, counterfactual.z, comparison, out, at, VALUES);
  // No -0: it would be told apart from 0 in files.
  for (let index = at; index < at + METRIC_COUNT; index++) out[index]! += 0;
}

function measureForm(
  { pattern: original }: HeadActivations,
  { pattern: counterfactual }: HeadActivations,
  comparison: Comparison,
  withSinks: boolean,
  out: Float64Array,
  at: number,
  places: FormPlaces,
): void {
  compareRows(original, counterfactual, comparison, withSinks, out, at, places);
  const entropyA = meanEntropy(comparison.original, withSinks);
  const entropyB = meanEntropy(comparison.counterfactual, withSinks);
  out[at + places.entropyDifference] = entropyB - entropyA;
  const normalisedA = meanNormalisedEntropy(comparison.original, withSinks);
  const normalisedB = meanNormalisedEntropy(comparison.counterfactual, withSinks);
  out[at + places.normalisedEntropyOriginal] = normalisedA;
  out[at + places.normalisedEntropyCounterfactual] = normalisedB;
  out[at + places.normalisedEntropyDifference] = normalisedB - normalisedA;
}

function assertTokens(keys: Int32Array, tokens: number): void {
  if (keys.length !== tokens)
    throw new RangeError(`comparison of ${keys.length} tokens for a statement of ${tokens}`);
}
