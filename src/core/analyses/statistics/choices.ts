/** What can be asked of the figures of statistics: light, for addresses are read before a figure is there to draw. */

/** 'response': by the statistic that is shown, as the map has it; the only order in which the middle folds. */
export const RANKING_ORDERS = [
  'response',
  'head',
  'statistic',
  'difference',
  'set',
  'control',
  'delta',
  'q',
  'top',
  'mean',
] as const;
export type RankingOrder = (typeof RANKING_ORDERS)[number];

/** What dots can be coloured by. */
export const SCATTER_COLOURS = ['outcome', 'layer', 'statistic'] as const;
export type ScatterColour = (typeof SCATTER_COLOURS)[number];
