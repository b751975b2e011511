/** The statistics of a run head by head: a row for each metric and head, and the tensors that hold them. */
import { METRIC_NAMES, type MetricName } from '../../metrics/catalogue.ts';
import type { ColumnStatistics } from '../../statistics/aggregate.ts';
import { INTERVAL_KINDS } from '../../statistics/interval.ts';
import { OUTCOMES } from '../../statistics/outcome.ts';
import { namedTensor, type NamedTensor, type NamedTensors, tensorOf } from '../named-tensor.ts';
import { COMPARISON_KINDS, type ComparisonKind } from './comparison-design.ts';

/** What is said of a head beside the arithmetic of aggregate.ts. */
export interface HeadStatistics extends ColumnStatistics {
  readonly comparison: ComparisonKind;
  /** How alike pairs of one label are, where no clusters are given: see statistics/intraclass.ts. */
  readonly label_icc: number | null;
  readonly label_icc_p: number | null;
  /** By about so much intervals would be wider with labels as clusters. */
  readonly label_width_factor: number | null;
}

export type StatisticsRow = HeadStatistics & {
  readonly metric: MetricName;
  readonly layer: number;
  readonly head: number;
};

/** In the order of aggregates.csv. */
export const STATISTIC_COLUMNS = [
  'n',
  'undefined',
  'clusters',
  'mean',
  'ci_low',
  'ci_high',
  'ci_kind',
  'se',
  'dof',
  'sd',
  'median',
  'q25',
  'q75',
  'min',
  'max',
  'comparison',
  'compared',
  'compared_control',
  'compared_clusters',
  'compared_control_clusters',
  'control_mean',
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
  'p_zero',
  'least_p_zero',
  'q_zero',
  'q_zero_at_most',
  'icc',
  'icc_p',
  'width_factor',
  'label_icc',
  'label_icc_p',
  'label_width_factor',
  'resolution',
] as const satisfies readonly (keyof HeadStatistics)[];
export type StatisticColumn = (typeof STATISTIC_COLUMNS)[number];

/** Columns of words: tensors hold the place of the word in its list. */
const WORDS = {
  comparison: COMPARISON_KINDS,
  ci_kind: INTERVAL_KINDS,
  difference_ci_kind: INTERVAL_KINDS,
  outcome: OUTCOMES,
} as const satisfies Partial<Record<StatisticColumn, readonly string[]>>;

/** Columns of yes (1) and no (0). */
const TRUTHS: readonly StatisticColumn[] = ['q_at_most', 'q_equivalent_at_most', 'q_zero_at_most'];

/** Columns of counts. */
const COUNTS: readonly StatisticColumn[] = [
  'n',
  'undefined',
  'clusters',
  'compared',
  'compared_control',
  'compared_clusters',
  'compared_control_clusters',
  'difference_units',
];

/** What kind of values a column has. */
export function statisticType(column: StatisticColumn): 'text' | 'truth' | 'integer' | 'number' {
  if (wordsOf(column) !== undefined) return 'text';
  if (TRUTHS.includes(column)) return 'truth';
  return COUNTS.includes(column) ? 'integer' : 'number';
}

const wordsOf = (column: StatisticColumn): readonly string[] | undefined =>
  (WORDS as Partial<Record<StatisticColumn, readonly string[]>>)[column];

/**
 * The statistics of one metric as tensors [layer, head], by the name of the statistic.
 * @param columns a column for each head, by layer and head
 */
export function statisticsPart(
  columns: readonly HeadStatistics[],
  layer: number,
  head: number,
): NamedTensors {
  return new Map(
    STATISTIC_COLUMNS.map((name): [string, NamedTensor] => [
      name,
      namedTensor(
        { layer, head },
        Float64Array.from(columns, (column) => encode(name, column[name])),
      ),
    ]),
  );
}

function encode(column: StatisticColumn, value: string | number | boolean | null): number {
  if (typeof value === 'string') return wordsOf(column)?.indexOf(value) ?? Number.NaN;
  return value === null ? Number.NaN : Number(value);
}

function decode(column: StatisticColumn, value: number): string | number | boolean | null {
  const words = wordsOf(column);
  if (words !== undefined) return words[value] ?? null;
  if (TRUTHS.includes(column)) return value === 1;
  return Number.isNaN(value) ? null : value;
}

/** The result: the parts of all metrics, each tensor under `metric.statistic`. */
export function combineStatistics(parts: Iterable<readonly [MetricName, NamedTensors]>): NamedTensors {
  const result = new Map<string, NamedTensor>();
  for (const [metric, part] of parts)
    for (const [name, tensor] of part) result.set(`${metric}.${name}`, tensor);
  return result;
}

/**
 * A row for each metric and head, by metric in the order of the catalogue, layer and head.
 * @param at only this head
 */
export function statisticsRows(
  result: NamedTensors,
  metrics: readonly MetricName[] = METRIC_NAMES,
  at?: { readonly layer: number; readonly head: number },
): StatisticsRow[] {
  return METRIC_NAMES.filter((metric) => metrics.includes(metric) && result.has(`${metric}.n`)).flatMap(
    (metric) => {
      const columns = STATISTIC_COLUMNS.map((name) => tensorOf(result, `${metric}.${name}`));
      const [layers = 0, heads = 1] = columns[0]?.shape ?? [];
      const places = Array.from({ length: layers * heads }, (_, place) => ({
        layer: Math.floor(place / heads),
        head: place % heads,
      }));
      return places
        .filter(({ layer, head }) => at === undefined || (layer === at.layer && head === at.head))
        .map(({ layer, head }) => ({
          metric,
          layer,
          head,
          ...statisticsAt(columns, layer * heads + head),
        }));
    },
  );
}

function statisticsAt(columns: readonly NamedTensor[], place: number): HeadStatistics {
  const values = STATISTIC_COLUMNS.map((name, index) => [
    name,
    decode(name, columns[index]?.data[place] ?? Number.NaN),
  ]);
  // Each column has been encoded from a field of that type.
  return Object.fromEntries(values) as HeadStatistics;
}

/** As tables have it: yes and no are 1 and 0. */
export function cellOf(value: string | number | boolean | null): string | number | null {
  return typeof value === 'boolean' ? Number(value) : value;
}
