/** The norms that a graph can give (block-norms.ts), by the names of the reference values. docs/science.md, Norms. */

/** Axes of each. Those of heads or of tokens are as many as the model has heads and the text tokens. */
export const NORM_AXES = {
  value_norm: ['head', 'key'],
  attn_n: ['head', 'query', 'key'],
  attn_layer_n: ['query', 'key'],
  attn_res_n: ['query', 'key'],
  attn_res_ln_n: ['query', 'key'],
  attn_res_ln2_n: ['query', 'key'],
  atb_ff_n: ['query', 'key'],
  atb_ff_res_n: ['query', 'key'],
  atb_ff_res_ln_n: ['query', 'key'],
  bias_ff_n: ['query'],
  mixing_attn: ['query'],
  mixing_attn_res: ['query'],
  mixing_attn_res_ln: ['query'],
  mixing_attn_res_ln2: ['query'],
  mixing_atb_ff: ['query'],
  mixing_atb_ff_res: ['query'],
  mixing_atb_ff_res_ln: ['query'],
} as const satisfies Readonly<Record<string, readonly ('head' | 'query' | 'key')[]>>;

export type NormQuantity = keyof typeof NORM_AXES;

export const NORM_QUANTITIES = Object.keys(NORM_AXES) as readonly NormQuantity[];

const PREFIX = 'norms.blocks.';

/** The name of an output, which is also that of the reference. */
export function normOutput(layer: number, quantity: NormQuantity): string {
  return `${PREFIX}${layer}.${quantity}`;
}

export function isNormOutput(name: string): boolean {
  return name.startsWith(PREFIX);
}

/** Those of which the cells are computed one by one through the feed-forward layer: texts of some length only. */
export const FEED_FORWARD_MAPS = ['atb_ff_n', 'atb_ff_res_n', 'atb_ff_res_ln_n'] as const;

/** Queries that are taken through the feed-forward layer together, with all keys. */
export const QUERY_BLOCK = 32;
/** The longest text of which {@link FEED_FORWARD_MAPS} are computed. */
export const LONGEST_FEED_FORWARD = 4 * QUERY_BLOCK;

/** Maps of norms that are of a whole layer: with the residual connection, with the norm after it, with the feed-forward layer. */
export const LAYER_NORM_KINDS = ['attn_res', 'attn_res_ln', 'atb_ff'] as const;
export type LayerNormKind = (typeof LAYER_NORM_KINDS)[number];
