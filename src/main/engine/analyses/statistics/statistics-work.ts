import { METRIC_NAMES, type MetricName } from '../../../../core/metrics/catalogue.ts';
import type { NamedTensors } from '../../../../core/analyses/named-tensor.ts';
import { comparisonChoice } from '../../../../core/analyses/statistics/comparison-choice.ts';
import {
  statistics,
  type StatisticsOptions,
  statisticsOptions,
} from '../../../../core/analyses/statistics/definition.ts';
import { combineStatistics, statisticsPart } from '../../../../core/analyses/statistics/rows.ts';
import { aggregateSteps } from '../../../../core/statistics/aggregate.ts';
import { selectRows } from '../../../../core/statistics/select-rows.ts';
import type { Role, Run } from '../../../../shared/entities.ts';
import { PairlensError } from '../../../../shared/errors.ts';
import { expectInStore } from '../../run-folders/expect-in-store.ts';
import { readMeasuredPairs } from '../../store/head-metrics.ts';
import { getRun } from '../../store/runs.ts';
import type { AnalysisContext, StoreWork } from '../analysis-work.ts';
import { compareRun } from './compare-run.ts';
import { folderStatistics } from './folder-statistics.ts';
import { aggregateInput, headStatistics } from './statistics-input.ts';

/**
 * All at once: metrics that are computed together share their resamples, of which each batch would draw its own. One can
 * stop between the steps, and how far they are is told.
 */
const METRICS_PER_BATCH = METRIC_NAMES.length;

/** An item is a metric. */
export const statisticsWork: StoreWork<StatisticsOptions, MetricName> = {
  definition: statistics,
  usesModel: false,
  /** Numbers of a run that goes on are made from the pairs that are done. */
  subjectHash(context) {
    const { done, neutrals, provenance } = runOf(context);
    return [provenance.setHash, provenance.controlSetHash ?? '', done, neutrals.done].join(' ');
  },
  plan: (context, { metrics }) => metricsOf(context, metrics),
  itemsPerBatch: () => METRICS_PER_BATCH,
  covers: (have, wanted) =>
    sameButForMetrics(have, wanted) &&
    (have.metrics.length === 0 ||
      (wanted.metrics.length > 0 && wanted.metrics.every((metric) => have.metrics.includes(metric)))),

  /** Compared as the run was planned, over the whole set. */
  isUsual: (context, options) =>
    sameButForMetrics(options, {
      ...comparisonChoice.parse(runOf(context).provenance.comparison),
      group: '',
      metrics: [],
    }),

  steps(context, metrics, options) {
    const run = runOf(context);
    if (run.folder === null || context.folders === undefined) return runStatistics(context, metrics, options);
    return folderStatistics({ database: context.database, folders: context.folders, run }, metrics, options);
  },

  *combine(context, parts, { metrics }) {
    const names = metricsOf(context, metrics);
    const byMetric: [MetricName, NamedTensors][] = [];
    for (const { position, part } of parts) {
      byMetric.push([names[position] as MetricName, part]);
      yield byMetric.length / names.length;
    }
    return combineStatistics(byMetric);
  },
};

/**
 * The statistics of some metrics of a run, at every head.
 * @returns of each metric, in the order given, as {@link statisticsPart}; it yields the share that is done
 */
export function* runStatistics(
  context: Pick<AnalysisContext, 'database' | 'runId'>,
  metrics: readonly MetricName[],
  options: StatisticsOptions,
): Generator<number, readonly NamedTensors[], void> {
  // Whoever waits is told that it has begun before all columns are read.
  yield 0;
  const run = runOf(context);
  expectInStore(context.database, run.id, 'Statistics are computed');
  const { layers, heads } = run.model;
  const places = layers * heads;
  const width = metrics.length * places;
  const read = (role: Role) =>
    readMeasuredPairs(context.database, { runId: run.id, role, layers, heads, metrics }).values;
  const { comparison, rowsOfGroup, labels, controlLabels } = compareRun(
    context.database,
    run,
    options.group,
    options,
  );
  const values = selectRows(read('set'), width, rowsOfGroup);
  const { kind } = comparison.design;
  const others =
    kind === 'none'
      ? new Float64Array(0)
      : kind === 'paired'
        ? neutralRows(read('neutral'), width, comparison.rows.rowOfNeutral)
        : read('control');
  const input = aggregateInput({ run, options, comparison, metrics, values, others, places });
  const { columns } = yield* aggregateSteps(input);
  const rows = headStatistics(columns, comparison, { labels, controlLabels, values, input });
  return metrics.map((_, index) =>
    statisticsPart(rows.slice(index * places, (index + 1) * places), layers, heads),
  );
}

/** Of those that the run measured. */
function metricsOf(context: AnalysisContext, metrics: readonly MetricName[]): readonly MetricName[] {
  const { metrics: ofRun } = runOf(context);
  const measured = METRIC_NAMES.filter((name) => ofRun.includes(name));
  return metrics.length === 0 ? measured : measured.filter((name) => metrics.includes(name));
}

function sameButForMetrics(first: StatisticsOptions, second: StatisticsOptions): boolean {
  const named = (options: StatisticsOptions) =>
    JSON.stringify(statisticsOptions.parse({ ...options, metrics: [] }));
  return named(first) === named(second);
}

function runOf({ database, runId }: Pick<AnalysisContext, 'database' | 'runId'>): Run {
  if (runId === null) throw new PairlensError('BAD_REQUEST', 'statistics are of a run: name one');
  return getRun(database, runId);
}

/** [pairs, width] the values of each pair's neutral; NaN without one. */
function neutralRows(values: Float64Array, width: number, rowOfNeutral: Int32Array): Float64Array {
  const rows = new Float64Array(rowOfNeutral.length * width).fill(Number.NaN);
  rowOfNeutral.forEach((row, place) => {
    if (row !== -1) rows.set(values.subarray(row * width, (row + 1) * width), place * width);
  });
  return rows;
}
