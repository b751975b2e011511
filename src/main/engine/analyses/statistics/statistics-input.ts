/** What the statistics of a run are computed from, wherever its values are, and what is said of a head beside them. */
import type { Comparison } from '../../../../core/analyses/statistics/design-comparison.ts';
import type { StatisticsOptions } from '../../../../core/analyses/statistics/definition.ts';
import { labelsAsClusters } from '../../../../core/analyses/statistics/labels-as-clusters.ts';
import type { HeadStatistics } from '../../../../core/analyses/statistics/rows.ts';
import { METRICS, type MetricName } from '../../../../core/metrics/catalogue.ts';
import { resolutionOf, WEIGHT_ERROR } from '../../../../core/metrics/resolution.ts';
import type { AggregateInput, ColumnStatistics } from '../../../../core/statistics/aggregate.ts';
import type { Run } from '../../../../shared/entities.ts';
import { isOnCpu } from '../../../../shared/devices.ts';
import type { ComparedRun } from './compare-run.ts';

/** Beyond so many pairs of the set or its control resamples are of groups, and tests are Student's: docs/decisions/0124. */
export const MANY_PAIRS = 100_000;

/** [pairs, metrics · heads] row-major, or [metrics · heads] of [pairs]. */
type Values = Float64Array | readonly Float64Array[];

/** @param of `others`: of each pair's neutral, or of the control; `places`: heads of the model */
export function aggregateInput(of: {
  readonly run: Run;
  readonly options: StatisticsOptions;
  readonly comparison: Comparison;
  readonly metrics: readonly MetricName[];
  readonly values: Values;
  readonly others: Values;
  readonly places: number;
}): AggregateInput {
  const { run, options, comparison, metrics, values, others, places } = of;
  const width = metrics.length * places;
  return {
    columns: metrics.flatMap((name) =>
      Array.from({ length: places }, () => ({
        family: name,
        signed: METRICS[name].signed,
        change: METRICS[name].change,
        range: METRICS[name].range,
        resolution: resolutionOf(name, isOnCpu(run.provenance) ? WEIGHT_ERROR : null),
      })),
    ),
    values,
    cluster: comparison.rows.cluster,
    comparison: comparedValues(comparison, others),
    margins:
      options.margin > 0 && options.marginOf === 'unit' ? new Float64Array(width).fill(options.margin) : null,
    marginShare: options.margin > 0 && options.marginOf === 'control' ? options.margin : null,
    seed: run.provenance.seed,
    permutations: options.permutations,
    manyPairs: Math.max(pairsIn(values, width), pairsIn(others, width)) > MANY_PAIRS,
  };
}

function pairsIn(values: Values, width: number): number {
  return values instanceof Float64Array ? values.length / width : (values[0]?.length ?? 0);
}

/** What the set is compared with, in values. */
function comparedValues({ design, rows }: Comparison, others: Values): AggregateInput['comparison'] {
  switch (design.kind) {
    case 'none':
      return null;
    case 'paired':
      return { kind: 'paired', neutral: others, used: rows.used };
    default:
      return {
        kind: design.kind,
        control: others,
        controlCluster: rows.controlCluster,
        stratum: rows.stratum,
        controlStratum: rows.controlStratum,
        covariates: rows.covariates,
      };
  }
}

/** @param advised where labels may be advised as clusters: what they are of; null: they are not looked at */
export function headStatistics(
  columns: readonly ColumnStatistics[],
  { rows, design: { kind } }: Comparison,
  advised: (Pick<ComparedRun, 'labels' | 'controlLabels'> & { values: Values; input: AggregateInput }) | null,
): HeadStatistics[] {
  const advice =
    rows.cluster === null && advised !== null
      ? labelsAsClusters(advised.values, advised.labels, advised.input.comparison, advised.controlLabels)
      : null;
  return columns.map((own, column) => ({
    ...own,
    comparison: kind,
    label_icc: advice?.[column]?.icc ?? null,
    label_icc_p: advice?.[column]?.p ?? null,
    label_width_factor: advice?.[column]?.widthFactor ?? null,
  }));
}
