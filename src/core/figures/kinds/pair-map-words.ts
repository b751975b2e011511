/** The maps of a pair in words: what each is called, of which statement it is, and what its numbers are. */
import type { FigurePair } from '../figure-pair.ts';
import type { PairMap, ValueKind } from '../pair-maps.ts';
import type { TokenQuantity } from '../token-heatmap.ts';
import type { MapSide, Side } from './map-axis.ts';

interface MapOfPair {
  readonly title: string;
  readonly quantity: TokenQuantity;
  readonly side: MapSide;
  /** What the numbers are. */
  readonly says: string;
}

const attention = (side: Side): MapOfPair => ({
  title: `Attention · ${side}`,
  quantity: 'attention',
  side,
  says: 'Each row, a query, sums to 1.',
});

/** The maps of values in words: without the statement that they are of. */
export const VALUE_MAP_WORDS = {
  centred: {
    title: 'Value cosine, centred',
    quantity: 'cosine',
    says: 'Cosine of z, what the head reads out, at two tokens, less its mean over the statement.',
  },
  weight_norm: {
    title: 'Weight × norm',
    quantity: 'weight_norm',
    says: 'Weight × length of what the key would write.',
  },
  attn_res: {
    title: 'Norm, with residual',
    quantity: 'norm',
    says: 'Of the whole layer: length of what the key brings to the query, all heads and the residual connection together.',
  },
  attn_res_ln: {
    title: 'Norm, with LN',
    quantity: 'norm',
    says: 'Of the whole layer: the same through the norm that follows, at the scale of the whole vector.',
  },
  atb_ff: {
    title: 'Norm, with feed-forward',
    quantity: 'norm',
    says: 'Of the whole layer: what the key brings through attention, feed-forward layer, residual connections and norms.',
  },
  earlier: {
    title: 'Value-weighted, as in earlier work',
    quantity: 'cosine',
    says: 'Cosine of z, what the head reads out, at two tokens, as it is: mostly what all tokens share.',
  },
} as const satisfies Record<ValueKind, Omit<MapOfPair, 'side'>>;

function ofValues(kind: ValueKind, side: Side): MapOfPair {
  const words = VALUE_MAP_WORDS[kind];
  return { ...words, title: `${words.title} · ${side}`, side };
}

export const MAPS: Readonly<Record<PairMap, MapOfPair>> = {
  pattern_original: attention('original'),
  pattern_counterfactual: attention('counterfactual'),
  pattern_difference: {
    title: 'Difference · counterfactual − original',
    quantity: 'difference',
    side: 'both',
    says: 'Attention weights.',
  },
  value_centred_original: ofValues('centred', 'original'),
  value_centred_counterfactual: ofValues('centred', 'counterfactual'),
  weight_norm_original: ofValues('weight_norm', 'original'),
  weight_norm_counterfactual: ofValues('weight_norm', 'counterfactual'),
  attn_res_original: ofValues('attn_res', 'original'),
  attn_res_counterfactual: ofValues('attn_res', 'counterfactual'),
  attn_res_ln_original: ofValues('attn_res_ln', 'original'),
  attn_res_ln_counterfactual: ofValues('attn_res_ln', 'counterfactual'),
  atb_ff_original: ofValues('atb_ff', 'original'),
  atb_ff_counterfactual: ofValues('atb_ff', 'counterfactual'),
  value_original: ofValues('earlier', 'original'),
  value_counterfactual: ofValues('earlier', 'counterfactual'),
};

/** The name of a map, without the head it is of. */
export function mapTitle(map: PairMap, role: FigurePair['role']): string {
  const { title } = MAPS[map];
  return role === 'neutral' ? title.replace('counterfactual', 'neutral') : title;
}
