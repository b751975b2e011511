/** The statistics over pairs that a head grid can be coloured by. */

/** In the order in which they are offered. */
export const GRID_STATISTICS = [
  'difference',
  'difference_ci_low',
  'difference_ci_high',
  'cliffs_delta',
  'mean',
  'control_mean',
  'median',
  'sd',
  'q25',
  'q75',
  'min',
  'max',
  'ci_low',
  'ci_high',
  'n',
  'undefined',
  'p',
  'q',
  'q_equivalent',
  'p_zero',
  'q_zero',
  'top_share',
  'influence',
  'icc',
  'width_factor',
] as const;
export type GridStatistic = (typeof GRID_STATISTICS)[number];

interface StatisticDescription {
  readonly label: string;
  /** 'value': of the metric itself; 'spread': in its unit, from 0; the others are quantities of their own. */
  readonly quantity: 'value' | 'spread' | 'difference' | 'effect' | 'count' | 'probability' | 'ratio';
}

export const STATISTICS: Readonly<Record<GridStatistic, StatisticDescription>> = {
  n: { label: 'pairs', quantity: 'count' },
  undefined: { label: 'undefined pairs', quantity: 'count' },
  mean: { label: 'mean', quantity: 'value' },
  sd: { label: 'standard deviation', quantity: 'spread' },
  median: { label: 'median', quantity: 'value' },
  q25: { label: 'lower quartile', quantity: 'value' },
  q75: { label: 'upper quartile', quantity: 'value' },
  min: { label: 'minimum', quantity: 'value' },
  max: { label: 'maximum', quantity: 'value' },
  ci_low: { label: 'mean, lower end of 95 % interval', quantity: 'value' },
  ci_high: { label: 'mean, upper end of 95 % interval', quantity: 'value' },
  control_mean: { label: 'control mean', quantity: 'value' },
  difference: { label: 'mean − control', quantity: 'difference' },
  difference_ci_low: { label: 'mean − control, lower end of 95 % interval', quantity: 'difference' },
  difference_ci_high: { label: 'mean − control, upper end of 95 % interval', quantity: 'difference' },
  cliffs_delta: { label: 'Cliff’s delta against control', quantity: 'effect' },
  p: { label: 'p against control', quantity: 'probability' },
  q: { label: 'q against control', quantity: 'probability' },
  q_equivalent: { label: 'q of equivalence', quantity: 'probability' },
  top_share: { label: 'share of resamples in the top 10', quantity: 'probability' },
  influence: { label: 'largest share of one pair in the spread', quantity: 'probability' },
  icc: { label: 'intraclass correlation of clusters', quantity: 'effect' },
  width_factor: { label: 'factor of width by clusters', quantity: 'ratio' },
  p_zero: { label: 'p against 0', quantity: 'probability' },
  q_zero: { label: 'q against 0', quantity: 'probability' },
};
