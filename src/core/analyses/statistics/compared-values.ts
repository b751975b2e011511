/** The values of a control, as the statistics take them. */
import type { AggregateInput } from '../../statistics/aggregate.ts';
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
