/** Parts of texts with numbers that a test chooses: of a block of two layers and two heads that normalises after attention. */
import { type NamedTensors, namedTensor, scalar } from '../named-tensor.ts';
import { finish } from '../../statistics/steps.ts';
import { combineNorms } from './combine.ts';
import { normsOf } from './defined.ts';
import { normsOptions } from './options.ts';

export const POST_NORM_HOOKS = [
  'attn.hook_pattern',
  'hook_resid_mid',
  'hook_normalized_resid_mid',
  'mlp.hook_pre',
  'mlp.hook_post',
].map((place) => `blocks.0.${place}`);

export interface ChosenText {
  readonly tokens: number;
  /** Of the two heads of layer 0, then of layer 1. */
  readonly correlation: readonly number[];
  /** Added to the mixing ratio of every method, which is (method + 1) / 10 in layer 0 and .05 more in layer 1. */
  readonly more?: number;
}

export function partOf({ tokens, correlation, more = 0 }: ChosenText): NamedTensors {
  const methods = normsOf(POST_NORM_HOOKS).methods.length;
  const ratios = Float64Array.from(
    { length: methods * 2 },
    (_, place) => (Math.floor(place / 2) + 1) / 10 + 0.05 * (place % 2) + more,
  );
  const sizes = { method: methods, layer: 2 };
  return new Map([
    ['tokens', scalar(tokens)],
    ['mixing', namedTensor(sizes, tokens === 1 ? ratios.map(() => NaN) : ratios)],
    [
      'mixing_sum',
      namedTensor(
        sizes,
        ratios.map((ratio) => (tokens === 1 ? 0 : ratio * tokens)),
      ),
    ],
    ['correlation', namedTensor({ layer: 2, head: 2 }, Float64Array.from(correlation))],
  ]);
}

export function normsResult(
  texts: readonly ChosenText[],
  {
    isOfIds = false,
    cluster = null,
  }: { readonly isOfIds?: boolean; readonly cluster?: Int32Array | null } = {},
): NamedTensors {
  const { methods, end } = normsOf(POST_NORM_HOOKS);
  const defined = { methods, end, quantities: [] };
  return finish(
    combineNorms(
      { parts: texts.map(partOf), defined, layers: 2, heads: 2, cluster, isOfIds },
      normsOptions.parse({}),
    ),
  );
}
