/** The maps of one head on one pair, and how they can be looked at. */

/** Attention is [query, key]; value-weighted maps are cosines of the rows of z; the difference is on aligned tokens. */
export const PAIR_MAPS = [
  'pattern_original',
  'pattern_counterfactual',
  'pattern_difference',
  'value_original',
  'value_counterfactual',
] as const;
export type PairMap = (typeof PAIR_MAPS)[number];

export const TOKEN_VIEWS = ['tokens', 'words'] as const;
export type TokenView = (typeof TOKEN_VIEWS)[number];

/** The colours of a map: over its whole domain, or spread over the values that are there. */
export const MAP_SCALES = ['fixed', 'fit'] as const;
export type MapScale = (typeof MAP_SCALES)[number];
