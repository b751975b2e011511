/**
 * The metrics of a head by their definitions, on plain nested arrays: slow, and easy to compare with docs/science.md,
 * section 2. The kernels are tested against this; nothing else uses it.
 */
import { mean } from 'd3-array';
import type { MetricName } from './catalogue.ts';

export interface PlainHead {
  /** [n, n] */
  readonly pattern: readonly (readonly number[])[];
  /** [n, d] */
  readonly z: readonly (readonly number[])[];
}

/** @param aligned [original position, counterfactual position] */
export function measureHeadPlainly(
  original: PlainHead,
  counterfactual: PlainHead,
  aligned: readonly (readonly [number, number])[],
): Record<MetricName, number> {
  const keysA = aligned.map(([i]) => i);
  const keysB = aligned.map(([, j]) => j);
  const rowsA = keysA.map((i) => original.pattern[i]!);
  const rowsB = keysB.map((j) => counterfactual.pattern[j]!);
  const gridA = rowsA.map((row) => keysA.map((i) => row[i]!));
  const gridB = rowsB.map((row) => keysB.map((j) => row[j]!));
  const massA = rowsA.map((row) => sum(row.filter((_, key) => !keysA.includes(key))));
  const massB = rowsB.map((row) => sum(row.filter((_, key) => !keysB.includes(key))));
  const za = keysA.map((i) => original.z[i]!);
  const zb = keysB.map((j) => counterfactual.z[j]!);
  const differences = gridA.flat().map((a, at) => Math.abs(a - gridB.flat()[at]!));
  const divergences = gridA.map((row, s) => jensenShannon([...row, massA[s]!], [...gridB[s]!, massB[s]!]));
  return {
    max_attention_diff: differences.length === 0 ? NaN : Math.max(...differences),
    mean_attention_diff: mean(differences) ?? NaN,
    attention_pattern_correlation: pearson(gridA.flat(), gridB.flat()),
    value_output_correlation: pearson(za.flat(), zb.flat()),
    // Rows of float32 may sum to a little more than 1.
    attention_js_divergence: Math.min(1, mean(divergences) ?? NaN),
    attention_entropy_diff:
      (mean(counterfactual.pattern, entropy) ?? NaN) - (mean(original.pattern, entropy) ?? NaN),
    value_cosine: aligned.length === 0 ? NaN : sum(za.map((row, s) => cosine(row, zb[s]!))) / aligned.length,
    unaligned_mass_original: mean(massA) ?? NaN,
    unaligned_mass_counterfactual: mean(massB) ?? NaN,
  };
}

function pearson(a: readonly number[], b: readonly number[]): number {
  if (new Set(a).size < 2 || new Set(b).size < 2) return NaN;
  const meanA = sum(a) / a.length;
  const meanB = sum(b) / b.length;
  return cosine(
    a.map((x) => x - meanA),
    b.map((y) => y - meanB),
  );
}

function cosine(a: readonly number[], b: readonly number[]): number {
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}

/** In bits, of two distributions. */
function jensenShannon(p: readonly number[], q: readonly number[]): number {
  const middle = p.map((x, bin) => (x + q[bin]!) / 2);
  return entropy(middle) - entropy(p) / 2 - entropy(q) / 2;
}

/** In bits. */
function entropy(p: readonly number[]): number {
  return -sum(p.map((x) => (x === 0 ? 0 : x * Math.log2(x))));
}

function dot(a: readonly number[], b: readonly number[]): number {
  return sum(a.map((x, at) => x * b[at]!));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
