/** What a logit is the sum of, and what is finer than that, by the names of the reference values. L layers, H heads. */

/**
 * Axes of each, before the axis of targets. The sum over all of them is the logit. Those that a model does not have are not
 * there: positions of rotary models, biases.
 */
export const COMPONENTS = {
  embed: [],
  pos_embed: [],
  type_embed: [],
  ln_embed_bias: [],
  heads: ['layer', 'head'],
  attn_bias: ['layer'],
  mlp: ['layer'],
  mlp_bias: ['layer'],
  ln_bias: ['layer', 'norm'],
  head_dense_bias: [],
  unembed_bias: [],
} as const satisfies Readonly<Record<string, readonly string[]>>;
export type Component = keyof typeof COMPONENTS;
export const COMPONENT_NAMES = Object.keys(COMPONENTS) as readonly Component[];

/** Sums of components that are shown as one: the heads of a layer [L], and what is of no token. */
export const SUMS = {
  attention: ['heads'],
  biases: ['ln_embed_bias', 'attn_bias', 'mlp_bias', 'ln_bias', 'head_dense_bias', 'unembed_bias'],
} as const satisfies Readonly<Record<string, readonly Component[]>>;

/** The sum of all components of a part that there are, and the logit as the model gives it. */
export const TOTAL = 'total';
export const LOGIT = 'logit';

export const COMPONENT_WORDS: Readonly<Record<Component, string>> = {
  embed: 'token embedding',
  pos_embed: 'position embedding',
  type_embed: 'token type embedding',
  ln_embed_bias: 'shift of the embedding’s norm',
  heads: 'heads',
  attn_bias: 'biases of attention (b_O)',
  mlp: 'MLPs',
  mlp_bias: 'biases of MLPs',
  ln_bias: 'shifts of the norms',
  head_dense_bias: 'bias of the head’s dense layer',
  unembed_bias: 'bias of the unembedding',
};

/** Where a head took what it wrote: a token's role for the position that is explained. The first that fits counts. */
export const SOURCE_ROLES = ['target', 'self', 'previous', 'first', 'other'] as const;
export type SourceRole = (typeof SOURCE_ROLES)[number];

export const SOURCE_ROLE_WORDS: Readonly<Record<SourceRole, string>> = {
  target: 'the token itself, earlier in the text',
  self: 'the position itself',
  previous: 'the token before',
  first: 'the first token',
  other: 'other tokens',
};

/** @returns of each token the place in SOURCE_ROLES of its role, seen from `position` */
export function sourceRoles(ids: readonly number[], position: number, target: number): Uint8Array {
  return Uint8Array.from(ids, (id, at) => {
    if (id === target) return 0;
    if (at === position) return 1;
    if (at === position - 1) return 2;
    return at === 0 ? 3 : 4;
  });
}
