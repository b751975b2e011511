/** Statistics over the pairs of a run: the procedures of `contract.aggregates`. docs/science.md, section 3. */
import { setImmediate } from 'node:timers/promises';
import {
  METRIC_COUNT,
  METRIC_NAMES,
  METRICS,
  metricIndex,
  type MetricName,
} from '../../../core/metrics/catalogue.ts';
import {
  type AggregateColumn,
  type AggregateResult,
  aggregateSteps,
} from '../../../core/statistics/aggregate.ts';
import { rowsByLabel, selectRows } from '../../../core/statistics/groups.ts';
import type { AggregateRow, Role, Run } from '../../../shared/entities.ts';
import { PairlensError } from '../../../shared/errors.ts';
import { readAggregates, writeAggregates } from '../store/aggregates.ts';
import type { Store } from '../store/database.ts';
import { readMeasuredPairs } from '../store/head-metrics.ts';
import { labelsOfRun } from '../store/run-items.ts';
import { getRun } from '../store/runs.ts';

/** Told the share of the work that is done, from 0 to 1. */
export type OnProgress = (share: number) => void;

export class AggregateService {
  readonly #store: Store;
  /** Computations under way, by run and group: who asks meanwhile waits for the same one. */
  readonly #computing = new Map<string, Promise<AggregateRow[]>>();
  /** How often the metrics of a run have changed while the engine was open. */
  readonly #changes = new Map<number, number>();

  constructor(store: Store) {
    this.#store = store;
  }

  /** Labels that pairs of the set carry, each a group of its own; the whole set, '', is not among them. */
  groups({ runId }: { readonly runId: number }): string[] {
    getRun(this.#store.database, runId);
    return labelsOfRun(this.#store.database, runId).filter((label) => label !== null);
  }

  /**
   * Every head, by metric, layer and head. Computed from the pairs measured so far, and stored once the run is done.
   * @param group '' for the whole set, else a label
   * @throws PairlensError NOT_FOUND when the run has no pair with that label
   */
  async rows(
    {
      runId,
      group,
      metric,
    }: { readonly runId: number; readonly group: string; readonly metric?: MetricName | undefined },
    onProgress: OnProgress = () => undefined,
  ): Promise<AggregateRow[]> {
    const rows = await this.#all(runId, group, onProgress);
    return metric === undefined ? rows : rows.filter((row) => row.metric === metric);
  }

  /** The metrics of the run have changed: what is being computed from the old ones is not to be stored. */
  forget(runId: number): void {
    this.#changes.set(runId, this.#changesOf(runId) + 1);
  }

  async #all(runId: number, group: string, onProgress: OnProgress): Promise<AggregateRow[]> {
    const run = getRun(this.#store.database, runId);
    const stored = run.state === 'done' ? readAggregates(this.#store.database, runId, group) : [];
    // As they are computed: by metric in the order of the catalogue; the store has them by layer and head already.
    if (stored.length > 0) return stored.sort((a, b) => metricIndex(a.metric) - metricIndex(b.metric));
    const key = JSON.stringify([runId, this.#changesOf(runId), run.done, group]);
    let computing = this.#computing.get(key);
    if (computing === undefined) {
      computing = this.#compute(run, group, onProgress).finally(() => this.#computing.delete(key));
      this.#computing.set(key, computing);
    }
    return computing;
  }

  async #compute(run: Run, group: string, onProgress: OnProgress): Promise<AggregateRow[]> {
    const { layers, heads } = run.model;
    const changes = this.#changesOf(run.id);
    const read = (role: Role) =>
      readMeasuredPairs(this.#store.database, { runId: run.id, role, layers, heads });
    const set = read('set');
    const steps = aggregateSteps({
      columns: columnsOf(layers * heads),
      values: group === '' ? set.values : valuesOfGroup(run, group, set),
      control: run.controlSet === null ? null : read('control').values,
      seed: run.provenance.seed,
    });
    const rows = toRows(await finishBetweenRequests(steps, onProgress), run);
    if (run.state === 'done' && this.#store.canWrite && changes === this.#changesOf(run.id))
      this.#store.write((database) => writeAggregates(database, run.id, group, rows));
    return rows;
  }

  #changesOf(runId: number): number {
    return this.#changes.get(runId) ?? 0;
  }
}

/** One column for each metric, layer and head, in this order: that of readMeasuredPairs. */
function columnsOf(places: number): AggregateColumn[] {
  return METRIC_NAMES.flatMap((name) =>
    Array.from({ length: places }, () => ({ family: name, signed: METRICS[name].signed })),
  );
}

function valuesOfGroup(run: Run, group: string, set: ReturnType<typeof readMeasuredPairs>): Float64Array {
  const rows = rowsByLabel(set.labels).get(group);
  if (rows === undefined)
    throw new PairlensError('NOT_FOUND', `run ${run.id} has no measured pair with the label “${group}”`, {
      runId: run.id,
      group,
    });
  return selectRows(set.values, METRIC_COUNT * run.model.layers * run.model.heads, rows);
}

/** Takes the steps to their end; the engine answers other requests between them. */
async function finishBetweenRequests(
  steps: ReturnType<typeof aggregateSteps>,
  onProgress: OnProgress,
): Promise<AggregateResult> {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    onProgress(step.value);
    await setImmediate();
  }
}

function toRows({ columns }: AggregateResult, { model: { layers, heads } }: Run): AggregateRow[] {
  return columns.map((statistics, column) => ({
    metric: METRIC_NAMES[Math.floor(column / (layers * heads))] ?? unknownColumn(column),
    layer: Math.floor(column / heads) % layers,
    head: column % heads,
    ...statistics,
  }));
}

function unknownColumn(column: number): never {
  throw new PairlensError('INTERNAL', `column ${column} is of no metric`);
}
