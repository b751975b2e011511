import { METRICS, METRIC_NAMES, type MetricName } from '../../../../core/metrics/catalogue.ts';
import {
  combineStatistics,
  statistics,
  type StatisticsOptions,
  statisticsPart,
} from '../../../../core/analyses/statistics/definition.ts';
import { aggregateSteps } from '../../../../core/statistics/aggregate.ts';
import { rowsByLabel, selectRows } from '../../../../core/statistics/groups.ts';
import type { Role, Run } from '../../../../shared/entities.ts';
import { PairlensError } from '../../../../shared/errors.ts';
import { readMeasuredPairs } from '../../store/head-metrics.ts';
import { getRun } from '../../store/runs.ts';
import type { AnalysisContext, AnalysisWork } from '../analysis-work.ts';

/**
 * All at once: metrics that are computed together share their resamples, of which each batch would draw its own. Three
 * batches took 1.4 times as long as one call of aggregate(), one takes 1.2 times (`npm run bench -- statistics`). One can stop
 * between the steps, and how far they are is told.
 */
const METRICS_PER_BATCH = METRIC_NAMES.length;

/** An item is a metric. */
export const statisticsWork: AnalysisWork<StatisticsOptions, MetricName> = {
  definition: statistics,
  usesModel: false,
  /** Numbers of a run that goes on are made from the pairs that are done. */
  subjectHash(context) {
    const { done, provenance } = runOf(context);
    return [provenance.setHash, provenance.controlSetHash ?? '', done].join(' ');
  },
  plan: () => METRIC_NAMES,
  itemsPerBatch: () => METRICS_PER_BATCH,

  async compute(context, metrics, { group }, drive) {
    const run = runOf(context);
    const { layers, heads } = run.model;
    const places = layers * heads;
    const read = (role: Role) =>
      readMeasuredPairs(context.database, { runId: run.id, role, layers, heads, metrics });
    const set = read('set');
    const width = metrics.length * places;
    const values = group === '' ? set.values : valuesOfGroup(run, group, set, width);
    const control = run.controlSet === null ? null : read('control').values;
    const { columns } = await drive(
      aggregateSteps({
        columns: metrics.flatMap((name) =>
          Array.from({ length: places }, () => {
            const { signed, change, range } = METRICS[name];
            return { family: name, signed, change, range };
          }),
        ),
        values,
        cluster: null,
        comparison: control && {
          kind: 'unadjusted',
          control,
          controlCluster: null,
          stratum: new Int32Array(values.length / width),
          controlStratum: new Int32Array(control.length / width),
          covariates: null,
        },
        margins: null,
        marginShare: null,
        seed: run.provenance.seed,
      }),
    );
    return metrics.map((_, index) =>
      statisticsPart(columns.slice(index * places, (index + 1) * places), layers, heads),
    );
  },

  *combine(_context, parts) {
    yield 1;
    const byMetric = [...parts].map(
      ({ position, part }) => [METRIC_NAMES[position] as MetricName, part] as const,
    );
    return combineStatistics(byMetric);
  },
};

function runOf({ database, runId }: AnalysisContext): Run {
  if (runId === null) throw new PairlensError('BAD_REQUEST', 'statistics are of a run: name one');
  return getRun(database, runId);
}

function valuesOfGroup(
  run: Run,
  group: string,
  set: ReturnType<typeof readMeasuredPairs>,
  columns: number,
): Float64Array {
  const rows = rowsByLabel(set.labels).get(group);
  if (rows === undefined)
    throw new PairlensError('NOT_FOUND', `run ${run.id} has no measured pair with the label “${group}”`, {
      runId: run.id,
      group,
    });
  return selectRows(set.values, columns, rows);
}
