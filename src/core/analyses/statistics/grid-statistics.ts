/** The statistics over pairs that a grid of heads can be coloured by, or a scatter of heads can have on an axis. */
import type { ComparisonKind } from './comparison-design.ts';
import type { HeadStatistics } from './rows.ts';

type NumbersOf<T> = { [Key in keyof T]: T[Key] extends number | null ? Key : never }[keyof T];
type NumericStatistic = NumbersOf<HeadStatistics>;

/** In the order in which they are offered. */
export const GRID_STATISTICS = [
  'difference',
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
  'difference_ci_low',
  'difference_ci_high',
  'p',
  'q',
  'q_equivalent',
  'top_share',
  'influence',
  'share_up',
  'icc',
  'width_factor',
  'p_zero',
  'q_zero',
  'n',
  'undefined',
] as const satisfies readonly NumericStatistic[];
export type GridStatistic = (typeof GRID_STATISTICS)[number];

interface StatisticDescription {
  readonly label: string;
  /**
   * 'value': of the metric itself; 'spread': in its unit, from 0; 'effect': from -1 to 1; 'share': from 0 to 1; the others
   * are quantities of their own.
   */
  readonly quantity:
    'value' | 'spread' | 'difference' | 'effect' | 'count' | 'probability' | 'share' | 'ratio';
  /** Which runs have it: those that compare, by pairs where each pair has its own control, and metrics that go both ways. */
  readonly needs?: 'comparison' | 'own control' | 'signed';
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
  control_mean: { label: 'control', quantity: 'value', needs: 'comparison' },
  difference: { label: 'difference', quantity: 'difference', needs: 'comparison' },
  difference_ci_low: {
    label: 'difference, lower end of 95 % interval',
    quantity: 'difference',
    needs: 'comparison',
  },
  difference_ci_high: {
    label: 'difference, upper end of 95 % interval',
    quantity: 'difference',
    needs: 'comparison',
  },
  cliffs_delta: { label: 'Cliff’s delta', quantity: 'effect', needs: 'comparison' },
  p: { label: 'p', quantity: 'probability', needs: 'comparison' },
  q: { label: 'q', quantity: 'probability', needs: 'comparison' },
  q_equivalent: { label: 'q of “does not respond”', quantity: 'probability', needs: 'comparison' },
  top_share: { label: 'share of resamples in the top', quantity: 'share', needs: 'comparison' },
  influence: { label: 'part of the spread in one pair', quantity: 'share' },
  share_up: { label: 'share of pairs above their control', quantity: 'share', needs: 'own control' },
  width_factor: { label: 'factor of width by clusters', quantity: 'ratio' },
  icc: { label: 'likeness within clusters (ICC)', quantity: 'effect' },
  p_zero: { label: 'p against 0', quantity: 'probability', needs: 'signed' },
  q_zero: { label: 'q against 0', quantity: 'probability', needs: 'signed' },
};

/** Of the statistics, those that a comparison of this kind gives for this metric. */
export function availableStatistics(
  comparison: ComparisonKind,
  metric: { readonly signed: boolean },
): GridStatistic[] {
  return GRID_STATISTICS.filter((statistic) => {
    switch (STATISTICS[statistic].needs) {
      case 'comparison':
        return comparison !== 'none';
      case 'own control':
        return comparison === 'paired' || comparison === 'within';
      case 'signed':
        return metric.signed;
      case undefined:
        return true;
    }
  });
}

/** What is shown where nobody has chosen: the difference where there is one. */
export function usualStatistic(comparison: ComparisonKind): GridStatistic {
  return comparison === 'none' ? 'mean' : 'difference';
}
