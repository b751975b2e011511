/** The maps of norms that are of a whole layer, all its heads together. docs/science.md, Norms. */
import {
  LAYER_NORM_KINDS,
  type LayerNormKind,
  LONGEST_FEED_FORWARD,
  type NormQuantity,
} from '../../architectures/norm-names.ts';
import { VALUE_KINDS, type ValueKind } from '../../figures/pair-maps.ts';
import { normsOf } from './defined.ts';

/** What each is of: the first that there is. The block's end is behind a norm where it normalises after its layers. */
const QUANTITIES: Readonly<Record<LayerNormKind, readonly NormQuantity[]>> = {
  attn_res: ['attn_res_n'],
  attn_res_ln: ['attn_res_ln_n', 'attn_res_ln2_n'],
  atb_ff: ['atb_ff_res_ln_n', 'atb_ff_res_n'],
};

export function isLayerNorm(kind: ValueKind): kind is LayerNormKind {
  return LAYER_NORM_KINDS.some((one) => one === kind);
}

/** The norm that a kind of map shows of a model with these hook points; null where it is not defined, with the reason. */
export function normOfKind(
  kind: LayerNormKind,
  hooks: readonly string[],
): { readonly quantity: NormQuantity } | { readonly quantity: null; readonly why: string } {
  const { quantities, lacking } = normsOf(hooks);
  const quantity = QUANTITIES[kind].find((one) => quantities.includes(one));
  if (quantity !== undefined) return { quantity };
  const why = lacking.findLast(({ quantities: some }) =>
    some.includes(QUANTITIES[kind][0] as NormQuantity),
  )?.why;
  return { quantity: null, why: why ?? '' };
}

/** The kinds of maps of values that there are of a model. */
export function valueKindsOf(hooks: readonly string[]): ValueKind[] {
  return VALUE_KINDS.filter((kind) => !isLayerNorm(kind) || normOfKind(kind, hooks).quantity !== null);
}

/** Whether a text is too long for a map that takes every cell through the feed-forward layer. */
export function isTooLongFor(kind: LayerNormKind, tokens: number): boolean {
  return kind === 'atb_ff' && tokens > LONGEST_FEED_FORWARD;
}
