/** A comparison of two runs as a table: a row for each head, or for each quantity where the heads differ. */
import { csvText, type CsvField } from '../../csv.ts';
import { cellOf, type StatisticColumn } from '../statistics/rows.ts';
import type { HeadOfRuns, RunsCompared } from './compared-runs.ts';
import { layersOfModel } from './model-quantities.ts';
import { METRICS } from '../../metrics/catalogue.ts';

const COLUMNS = [
  'compared',
  'compared_control',
  'compared_clusters',
  'compared_control_clusters',
  'difference',
  'difference_ci_low',
  'difference_ci_high',
  'difference_ci_kind',
  'difference_units',
  'difference_se',
  'difference_dof',
  'cliffs_delta',
  'cliffs_delta_ci_low',
  'cliffs_delta_ci_high',
  'share_up',
  'share_down',
  'outcome',
  'p',
  'least_p',
  'arrangements',
  'q',
  'q_at_most',
  'influence',
  'top_share',
  'margin',
  'p_equivalent',
  'q_equivalent',
  'q_equivalent_at_most',
] as const satisfies readonly StatisticColumn[];

export function runsCsv({ metric, design, heads, quantities }: RunsCompared): string {
  const numbers = (row: HeadOfRuns): CsvField[] => [
    metric,
    row.first,
    row.second,
    ...COLUMNS.map((column) => cellOf(row[column])),
  ];
  const columns = ['metric', 'first', 'second', ...COLUMNS];
  return design.by === 'heads'
    ? csvText([
        ['layer', 'head', ...columns],
        ...heads.map((row): CsvField[] => [row.layer, row.head, ...numbers(row)]),
      ])
    : csvText([
        ['quantity', ...columns],
        ...quantities.map((row): CsvField[] => [row.quantity, ...numbers(row)]),
      ]);
}

/** Layers of two models by their depth. */
export function depthCsv({ metric, means }: RunsCompared): string {
  return csvText([
    ['run', 'layer', 'depth', 'metric', 'mean', 'most'],
    ...means.flatMap((ofRun, index) =>
      layersOfModel(ofRun, METRICS[metric].change).map((layer): CsvField[] => [
        index === 0 ? 'first' : 'second',
        layer.layer,
        layer.depth,
        metric,
        layer.mean,
        layer.most,
      ]),
    ),
  ]);
}
