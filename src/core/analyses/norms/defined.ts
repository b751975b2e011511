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

/** How far the levels of a model's blocks go, and what ends them. */
export const NORMS_ENDS = ['no layers', 'attention alone', 'parallel', 'gated', 'whole block'] as const;
export type NormsEnd = (typeof NORMS_ENDS)[number];

export const END_WORDS: Readonly<Record<NormsEnd, string>> = {
  'no layers': 'it has no layers, and so no attention',
  'attention alone': 'its layers are attention alone: nothing follows what attention adds',
  parallel:
    'its attention and feed-forward layer are parallel: the second one reads what attention has not added to, and mixes no tokens',
  gated:
    'its feed-forward layer is gated: a product of two maps of the input has no share for each token in closed form',
  'whole block': '',
};

export interface DefinedNorms {
  readonly end: NormsEnd;
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

/** @param hooks of the model: all of its layers are alike */
export function normsOf(hooks: readonly string[]): DefinedNorms {
  const known = new Set(hooks);
  const has = (place: string) => known.has(`blocks.0.${place}`);
  const end = endOf(has);
  const isPost = has('hook_normalized_resid_mid');
  const beyondAttention = (quantity: NormQuantity) =>
    POST.has(quantity) || PRE.has(quantity) || isFeedForward(quantity);
  /** What of all quantities is lacking, the first reason that holds. */
  const reasons: [isLacking: (quantity: NormQuantity) => boolean, why: string][] = [];
  if (end === 'no layers') reasons.push([() => true, END_WORDS[end]]);
  else if (end === 'attention alone' || end === 'parallel') reasons.push([beyondAttention, END_WORDS[end]]);
  else {
    reasons.push(
      isPost
        ? [(quantity) => PRE.has(quantity), 'it normalises after attention, by the first norm: attn_res_ln']
        : [
            (quantity) => POST.has(quantity),
            'it normalises before each layer: what follows attention is the second norm (attn_res_ln2), and its blocks end before a norm',
          ],
    );
    if (end === 'gated') reasons.push([isFeedForward, END_WORDS[end]]);
  }
  const whyNot = (quantity: NormQuantity) => reasons.find(([isLacking]) => isLacking(quantity))?.[1];
  const quantities = NORM_QUANTITIES.filter((quantity) => whyNot(quantity) === undefined);
  return {
    end,
    quantities,
    methods: MIXING_METHODS.filter((method) => quantities.includes(`mixing_${method}`)),
    lacking: reasons
      .map(([, why]) => ({ quantities: NORM_QUANTITIES.filter((quantity) => whyNot(quantity) === why), why }))
      .filter(({ quantities: none }) => none.length > 0),
  };
}

function endOf(has: (place: string) => boolean): NormsEnd {
  if (!has('attn.hook_pattern')) return 'no layers';
  if (!has('mlp.hook_post')) return 'attention alone';
  if (!has('hook_resid_mid')) return 'parallel';
  return has('mlp.hook_pre_linear') ? 'gated' : 'whole block';
}
