/**
 * The statistics of a run: each metric at each head over all pairs, against the control set where there is one.
 * docs/science.md, section 3. The Heads room asks for them by itself.
 */
import { z } from 'zod';
import { METRIC_NAMES, type MetricName } from '../../metrics/catalogue.ts';
import type { ColumnStatistics } from '../../statistics/aggregate.ts';
import { COMPARISON_COLUMNS, SUMMARY_COLUMNS } from '../../statistics/summary.ts';
import type { AnalysisDefinition } from '../analysis.ts';
import { namedTensor, type NamedTensor, type NamedTensors, tensorOf } from '../named-tensor.ts';

export const STATISTIC_COLUMNS = [
  ...SUMMARY_COLUMNS,
  ...COMPARISON_COLUMNS,
  'p_zero',
  'q_zero',
] as const satisfies readonly (keyof ColumnStatistics)[];

export const statisticsOptions = z.object({
  group: z.string().default('').describe('only the pairs with this label; the whole set without it'),
});
export type StatisticsOptions = z.output<typeof statisticsOptions>;

type StoredStatistics = Pick<ColumnStatistics, (typeof STATISTIC_COLUMNS)[number]>;

export type StatisticsRow = StoredStatistics & {
  readonly metric: MetricName;
  readonly layer: number;
  readonly head: number;
};

/**
 * The statistics of one metric as tensors [layer, head], by the name of the statistic.
 * @param columns a column for each head, by layer and head
 */
export function statisticsPart(
  columns: readonly ColumnStatistics[],
  layer: number,
  head: number,
): NamedTensors {
  return new Map(
    STATISTIC_COLUMNS.map((name): [string, NamedTensor] => [
      name,
      namedTensor(
        { layer, head },
        Float64Array.from(columns, (column) => column[name] ?? Number.NaN),
      ),
    ]),
  );
}

/** The result: the parts of all metrics, each tensor under `metric.statistic`. */
export function combineStatistics(parts: Iterable<readonly [MetricName, NamedTensors]>): NamedTensors {
  const result = new Map<string, NamedTensor>();
  for (const [metric, part] of parts)
    for (const [name, tensor] of part) result.set(`${metric}.${name}`, tensor);
  return result;
}

/** A row for each metric and head, by metric in the order of the catalogue, layer and head. */
export function statisticsRows(result: NamedTensors): StatisticsRow[] {
  return METRIC_NAMES.filter((metric) => result.has(`${metric}.n`)).flatMap((metric) => {
    const columns = STATISTIC_COLUMNS.map((name) => tensorOf(result, `${metric}.${name}`));
    const [, heads = 1] = columns[0]?.shape ?? [];
    return Array.from(columns[0]?.data ?? [], (_, place) => ({
      metric,
      layer: Math.floor(place / heads),
      head: place % heads,
      ...statisticsAt(columns, place),
    }));
  });
}

function statisticsAt(columns: readonly NamedTensor[], place: number): StoredStatistics {
  const values = STATISTIC_COLUMNS.map((name, index): [string, number | null] => {
    const value = columns[index]?.data[place] ?? Number.NaN;
    return [name, Number.isNaN(value) ? null : value];
  });
  // Counts are never undefined.
  return Object.fromEntries(values) as unknown as StoredStatistics;
}

export const statistics = {
  kind: 'statistics',
  version: 1,
  title: 'Statistics',
  summary: 'Each metric at each head over the pairs of a run, against its control set.',
  subject: 'run',
  suits: () => true,
  unit: 'metrics',
  options: statisticsOptions,
  listed: false,
  tables: [
    {
      name: 'statistics',
      columns: ['layer', 'head', 'metric', ...STATISTIC_COLUMNS],
      rows: (result) =>
        statisticsRows(result).map((row) => [
          row.layer,
          row.head,
          row.metric,
          ...STATISTIC_COLUMNS.map((name) => row[name]),
        ]),
    },
  ],
  figures: [],
  findings: () => [],
} as const satisfies AnalysisDefinition<StatisticsOptions>;
