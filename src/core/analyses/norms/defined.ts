/** Which norms there are of a model, by its hook points, and why the others are not. docs/science.md, Norms. */
import { NORM_QUANTITIES, type NormQuantity } from '../../architectures/norm-names.ts';

/** Whose parts are measured: a level of the block, in the order of computation. */
export const MIXING_METHODS = [
  'attn',
  'attn_res',
  'attn_res_ln',
  'attn_res_ln2',
  'atb_ff',
  'atb_ff_res',
  'atb_ff_res_ln',
] as const;
export type MixingMethod = (typeof MIXING_METHODS)[number];

export interface LackingNorms {
  readonly quantities: readonly NormQuantity[];
  /** A clause: "its layers are parallel: …" */
  readonly why: string;
}

export interface DefinedNorms {
  readonly quantities: readonly NormQuantity[];
  readonly methods: readonly MixingMethod[];
  readonly lacking: readonly LackingNorms[];
}

const POST: ReadonlySet<NormQuantity> = new Set([
  'attn_res_ln_n',
  'mixing_attn_res_ln',
  'atb_ff_res_ln_n',
  'mixing_atb_ff_res_ln',
]);
const PRE: ReadonlySet<NormQuantity> = new Set(['attn_res_ln2_n', 'mixing_attn_res_ln2']);
const isFeedForward = (quantity: NormQuantity) => quantity.includes('_ff');

/** @param hooks of the model, one of which may be of any layer: all are alike */
export function normsOf(hooks: readonly string[]): DefinedNorms {
  const known = new Set(hooks);
  const has = (place: string) => known.has(`blocks.0.${place}`);
  const isPost = has('hook_normalized_resid_mid');
  const reasons: [(quantity: NormQuantity) => boolean, string][] = [];
  const beyondAttention = (quantity: NormQuantity) =>
    POST.has(quantity) || PRE.has(quantity) || isFeedForward(quantity);
  if (!has('attn.hook_pattern')) reasons.push([() => true, 'it has no layers, and so no attention']);
  else if (!has('mlp.hook_post'))
    reasons.push([beyondAttention, 'its layers are attention alone: nothing follows what attention adds']);
  else if (!has('hook_resid_mid'))
    reasons.push([
      beyondAttention,
      'its attention and feed-forward layer are parallel: the second one reads what attention has not added to, and mixes no tokens',
    ]);
  else {
    if (isPost) reasons.push([(quantity) => PRE.has(quantity), 'it normalises after attention, by LN1']);
    else
      reasons.push([
        (quantity) => POST.has(quantity),
        'it normalises before each layer: what follows attention is LN2 (attn_res_ln2), and its blocks end before a norm',
      ]);
    if (has('mlp.hook_pre_linear'))
      reasons.push([
        isFeedForward,
        'its feed-forward layer is gated: a product of two maps of the input has no share for each token in closed form',
      ]);
  }
  const whyNot = (quantity: NormQuantity) => reasons.find(([of]) => of(quantity))?.[1];
  const quantities = NORM_QUANTITIES.filter((quantity) => whyNot(quantity) === undefined);
  return {
    quantities,
    methods: MIXING_METHODS.filter((method) => quantities.includes(`mixing_${method}`)),
    lacking: reasons
      .map(([, why]) => ({ quantities: NORM_QUANTITIES.filter((quantity) => whyNot(quantity) === why), why }))
      .filter(({ quantities: none }) => none.length > 0),
  };
}
