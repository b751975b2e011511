/**
 * Statistics over the pairs of a run: the procedures of `contract.aggregates`. They are an analysis of the run that is
 * started when somebody first asks. docs/science.md, section 3.
 */
import { statistics, statisticsRows } from '../../../core/analyses/statistics/definition.ts';
import type { MetricName } from '../../../core/metrics/catalogue.ts';
import type { AggregateRow } from '../../../shared/entities.ts';
import type { ResultsOfRuns } from '../analyses/results-of-runs.ts';
import type { ReadableStore } from '../store/database.ts';
import { labelsOfRun } from '../store/run-items.ts';
import { getRun } from '../store/runs.ts';

export class AggregateService {
  readonly #store: ReadableStore;
  readonly #results: ResultsOfRuns;

  constructor(store: ReadableStore, results: ResultsOfRuns) {
    this.#store = store;
    this.#results = results;
  }

  /** Labels that pairs of the set carry, each a group of its own; the whole set, '', is not among them. */
  groups({ runId }: { readonly runId: number }): string[] {
    getRun(this.#store.database, runId);
    return labelsOfRun(this.#store.database, runId).filter((label) => label !== null);
  }

  /**
   * Every head, by metric (of those that the run measured), layer and head. Computed from the pairs measured so far; the feed of jobs tells how far it is.
   * @param group '' for the whole set, else a label
   * @throws PairlensError NOT_FOUND when the run has no pair with that label; CANCELLED when somebody cancels the job
   */
  async rows({
    runId,
    group,
    metric,
  }: {
    readonly runId: number;
    readonly group: string;
    readonly metric?: MetricName | undefined;
  }): Promise<AggregateRow[]> {
    const { metrics } = getRun(this.#store.database, runId);
    const rows = statisticsRows(await this.#results.of(statistics.kind, runId, { group }));
    return rows.filter((row) => metrics.includes(row.metric) && (metric ?? row.metric) === row.metric);
  }
}
