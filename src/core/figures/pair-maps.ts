/** The maps of one head on one pair, and how they can be looked at. */
import { LAYER_NORM_KINDS } from '../architectures/norm-names.ts';

/**
 * What a head's values show, [n, n] over the tokens of one statement. `centred`: cosines of the rows of z less their mean
 * over the statement. `weight_norm`: attention times the norm of what the key writes through the head. `earlier`: cosines
 * of the rows of z as they are, the value-weighted attention of earlier work. docs/decisions/0031 says why centred is first.
 * Those between are of the whole layer, lengths of what a key brings to a query: `attn_res` with the residual connection,
 * `attn_res_ln` with the norm after it, `atb_ff` with the feed-forward layer too (docs/science.md, Norms).
 */
export const VALUE_KINDS = ['centred', 'weight_norm', ...LAYER_NORM_KINDS, 'earlier'] as const;
export type ValueKind = (typeof VALUE_KINDS)[number];

/** Attention is [query, key]; the difference is on aligned tokens; then those of {@link VALUE_KINDS}, `value` the earlier. */
export const PAIR_MAPS = [
  'pattern_original',
  'pattern_counterfactual',
  'pattern_difference',
  'value_centred_original',
  'value_centred_counterfactual',
  'weight_norm_original',
  'weight_norm_counterfactual',
  'attn_res_original',
  'attn_res_counterfactual',
  'attn_res_ln_original',
  'attn_res_ln_counterfactual',
  'atb_ff_original',
  'atb_ff_counterfactual',
  'value_original',
  'value_counterfactual',
] as const;
export type PairMap = (typeof PAIR_MAPS)[number];

/** The maps of a kind: of the original and of the counterfactual. */
export const VALUE_MAPS = {
  centred: ['value_centred_original', 'value_centred_counterfactual'],
  weight_norm: ['weight_norm_original', 'weight_norm_counterfactual'],
  attn_res: ['attn_res_original', 'attn_res_counterfactual'],
  attn_res_ln: ['attn_res_ln_original', 'attn_res_ln_counterfactual'],
  atb_ff: ['atb_ff_original', 'atb_ff_counterfactual'],
  earlier: ['value_original', 'value_counterfactual'],
} as const satisfies Record<ValueKind, readonly [PairMap, PairMap]>;

/** The kind that a map is of; null for maps of attention. */
export function valueKindOf(map: PairMap): ValueKind | null {
  return VALUE_KINDS.find((kind) => VALUE_MAPS[kind].some((one) => one === map)) ?? null;
}

export const TOKEN_VIEWS = ['tokens', 'words'] as const;
export type TokenView = (typeof TOKEN_VIEWS)[number];

/** The colours of a map: over its whole domain, or spread over the values that are there. */
export const MAP_SCALES = ['fixed', 'fit'] as const;
export type MapScale = (typeof MAP_SCALES)[number];

/** What the original of a pair is compared with. */
export const COMPARED = ['counterfactual', 'neutral'] as const;
export type Compared = (typeof COMPARED)[number];

/** What maps are of: one head, or the mean of the patterns of all heads of a layer, cell by cell. */
export const MAPS_OVER = ['head', 'layer'] as const;
export type MapsOver = (typeof MAPS_OVER)[number];

/** The map of which every head has a small one: attention of a statement, or the difference on aligned tokens. */
export const SMALL_MAPS = ['difference', 'original', 'counterfactual'] as const;
export type SmallMap = (typeof SMALL_MAPS)[number];

/** Rows, and columns, that a small map may have. */
export const SMALL_MAP_CELLS = { least: 8, most: 160 } as const;

/** Which tokens a map leaves out: none, special ones, or all that are attention sinks by rule (metrics/sinks.ts). */
export const HIDDEN_TOKENS = ['nothing', 'specials', 'sinks'] as const;
export type HiddenTokens = (typeof HIDDEN_TOKENS)[number];

/** How attention is drawn as lines: tokens left and right with lines between, or arcs beside one column. */
export const LINE_LAYOUTS = ['lines', 'arcs'] as const;
export type LineLayout = (typeof LINE_LAYOUTS)[number];
/** Heads in one drawing of lines: as many as there are colours that are told apart. */
export const MOST_HEADS_OVER = 8;
