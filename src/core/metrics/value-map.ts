/** The maps of a head's values by kind. docs/science.md, section 2. */
import type { LayerNormKind } from '../architectures/norm-names.ts';
import type { StridedMatrix } from './head-activations.ts';
import { centredValueCosines, valueWeightedAttention } from './value-weighted.ts';
import { weightTimesNorm } from './weight-norm.ts';

/** One head on one statement of n tokens. */
export interface HeadOnStatement {
  readonly tokens: number;
  readonly dHead: number;
  /** [n, n] row-major (query, key) */
  readonly weights: Float32Array;
  /** [n, d] */
  readonly z: StridedMatrix;
}

/**
 * Which map; for weight x norm the norms [n] of what each token would write, and of norms of the layer [n, n], which are
 * known already.
 */
export type ValueMapChoice =
  | { readonly kind: 'centred' | 'earlier' }
  | { readonly kind: 'weight_norm'; readonly norms: Float64Array }
  | { readonly kind: LayerNormKind; readonly norms: Float32Array };

/** @returns [n, n] row-major; NaN where undefined */
export function valueMap(
  { tokens, dHead, weights, z }: HeadOnStatement,
  choice: ValueMapChoice,
): Float32Array {
  switch (choice.kind) {
    case 'centred':
      return centredValueCosines(z, tokens, dHead);
    case 'earlier':
      return valueWeightedAttention(z, tokens, dHead);
    case 'weight_norm':
      return weightTimesNorm(weights, choice.norms);
    case 'attn_res':
    case 'attn_res_ln':
    case 'atb_ff':
      return choice.norms;
  }
}
