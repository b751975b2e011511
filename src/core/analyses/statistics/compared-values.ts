/** The values of a control, as the statistics take them. */
import type { AggregateInput, ColumnStatistics } from '../../statistics/aggregate.ts';
import type { Comparison } from './design-comparison.ts';

/**
 * @param control [rows, C]: of a paired comparison the rows are those of the set
 * @returns null without a comparison
 */
export function comparedValues(
  control: Float64Array,
  { design, rows }: Comparison,
): AggregateInput['comparison'] {
  switch (design.kind) {
    case 'none':
      return null;
    case 'paired':
      return { kind: 'paired', neutral: control, used: rows.used };
    default:
      return {
        kind: design.kind,
        control,
        controlCluster: rows.controlCluster,
        stratum: rows.stratum,
        controlStratum: rows.controlStratum,
        covariates: rows.covariates,
      };
  }
}

/** The control by itself, over the pairs and with the weights of the difference, with its 95 % interval. */
export type ControlEstimate = Pick<ColumnStatistics, 'n' | 'mean' | 'ci_low' | 'ci_high'>;

/** Of a comparison whose p is not looked at. */
export const ONE_ARRANGEMENT = { permutations: 1, mostPermutations: 1 } as const;

/**
 * What takes the place of the set where the control is looked at by itself: 0 where the set has a value. So the control is weighted
 * as in the difference, by the shapes of the set. @param set [rows, C]
 */
export function nothingOf(set: Float64Array): Float64Array {
  return set.map((value) => (Number.isNaN(value) ? value : 0));
}

/** @param fromNothing of {@link nothingOf} less the control */
export function controlFrom({
  compared_control,
  difference,
  difference_ci_low,
  difference_ci_high,
}: ColumnStatistics): ControlEstimate {
  const turned = (value: number | null) => (value === null ? null : -value);
  return {
    n: compared_control ?? 0,
    mean: turned(difference),
    ci_low: turned(difference_ci_high),
    ci_high: turned(difference_ci_low),
  };
}

/** Of a paired control those whose pair has a value of its own: over these the difference is. Both [rows, C]. */
export function controlOfPairs(set: Float64Array, control: Float64Array): Float64Array {
  return control.map((value, at) => (Number.isNaN(set[at]) ? Number.NaN : value));
}
