/** Statistics of a run whose results are in a folder: a metric at a time, by head, so that no more than that is in memory. */
import type { NamedTensors } from '../../../../core/analyses/named-tensor.ts';
import { statisticsPart } from '../../../../core/analyses/statistics/rows.ts';
import type { StatisticsOptions } from '../../../../core/analyses/statistics/definition.ts';
import type { MetricName } from '../../../../core/metrics/catalogue.ts';
import { aggregateSteps } from '../../../../core/statistics/aggregate.ts';
import type { Role, Run } from '../../../../shared/entities.ts';
import type { FolderResults } from '../../run-folders/folder-results.ts';
import { whileWaiting } from '../../run-folders/while-waiting.ts';
import type { ReadableDatabase } from '../../store/handles.ts';
import { compareRun } from './compare-run.ts';
import { aggregateInput, headStatistics } from './statistics-input.ts';

/** [heads] of [pairs], pairs in the set's order. */
type Columns = readonly Float64Array[];

/** As `runStatistics`. */
export async function* folderStatistics(
  {
    database,
    folders,
    run,
  }: { readonly database: ReadableDatabase; readonly folders: FolderResults; readonly run: Run },
  metrics: readonly MetricName[],
  options: StatisticsOptions,
): AsyncGenerator<number, readonly NamedTensors[], void> {
  yield 0;
  const { layers, heads } = run.model;
  const compared = compareRun(database, run, options.group, options);
  const { comparison, rowsOfGroup } = compared;
  const parts: NamedTensors[] = [];
  for (const metric of metrics) {
    const of = (role: Role) =>
      columnsOf(folders, { runId: run.id, role, metric }, parts.length / metrics.length);
    const values = chosen(yield* of('set'), rowsOfGroup);
    const { kind } = comparison.design;
    const others =
      kind === 'none'
        ? []
        : kind === 'paired'
          ? chosen(yield* of('neutral'), comparison.rows.rowOfNeutral)
          : yield* of('control');
    const input = aggregateInput({
      run,
      options,
      comparison,
      metrics: [metric],
      values,
      others,
      places: layers * heads,
    });
    const steps = aggregateSteps(input);
    for (;;) {
      const step = steps.next();
      if (step.done === true) {
        const advised = input.manyPairs === true ? null : { ...compared, values, input };
        parts.push(statisticsPart(headStatistics(step.value.columns, comparison, advised), layers, heads));
        break;
      }
      yield (parts.length + step.value) / metrics.length;
    }
  }
  return parts;
}

/** Yields the share that is done while the columns are read; where that is left, they are read no further. */
async function* columnsOf(
  folders: FolderResults,
  of: Parameters<FolderResults['columns']>[0],
  done: number,
): AsyncGenerator<number, Columns, void> {
  const stop = new AbortController();
  const columns = whileWaiting(folders.columns(of, stop.signal));
  try {
    for (;;) {
      const step = await columns.next();
      if (step.done === true) return step.value;
      yield done;
    }
  } finally {
    stop.abort();
  }
}

/** @param rows of the columns, in order; -1: there is none, which is NaN */
function chosen(columns: Columns, rows: Int32Array): Columns {
  return columns.map((column) => Float64Array.from(rows, (row) => column[row] ?? Number.NaN));
}
