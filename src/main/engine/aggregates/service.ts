/**
 * Statistics over the pairs of a run: the procedures of `contract.aggregates`. They are an analysis of the run that is
 * started when somebody first asks. docs/science.md, section 3.
 */
import {
  type ComparisonChange,
  type ComparisonChoice,
  comparisonChoice,
} from '../../../core/analyses/statistics/comparison-choice.ts';
import type { ComparisonDesign } from '../../../core/analyses/statistics/comparison-design.ts';
import { statistics } from '../../../core/analyses/statistics/definition.ts';
import { statisticsRows } from '../../../core/analyses/statistics/rows.ts';
import type { NamedTensors } from '../../../core/analyses/named-tensor.ts';
import { METRIC_NAMES, type MetricName } from '../../../core/metrics/catalogue.ts';
import type { AggregateRow, Run } from '../../../shared/entities.ts';
import type { ResultsOfRuns } from '../analyses/results-of-runs.ts';
import { compareRun } from '../analyses/statistics/compare-run.ts';
import type { ReadableStore } from '../store/database.ts';
import type { ReadableDatabase } from '../store/handles.ts';
import { labelsOfRun } from '../store/pairs-of-run.ts';
import { getRun } from '../store/runs.ts';

export interface StatisticsRequest {
  readonly runId: number;
  /** '' for the whole set, else a label */
  readonly group: string;
  /** Where it is not to be as the run was planned. */
  readonly choice?: ComparisonChange | undefined;
}

interface Place {
  readonly layer: number;
  readonly head: number;
}

interface MetricsRequest extends StatisticsRequest {
  readonly metrics?: readonly MetricName[] | undefined;
}

export interface StatisticsResult {
  readonly result: NamedTensors;
  readonly metrics: readonly MetricName[];
}

export class AggregateService {
  readonly #store: ReadableStore;
  readonly #results: ResultsOfRuns;

  constructor(store: ReadableStore, results: ResultsOfRuns) {
    this.#store = store;
    this.#results = results;
  }

  /** Labels that pairs of the set carry, each a group of its own; the whole set, '', is not among them. */
  groups({ runId }: { readonly runId: number }): string[] {
    return aggregateQuestions(this.#store.database).groupsOfRun(runId);
  }

  /**
   * Every head, by metric (of those that the run measured), layer and head. Computed from the pairs measured so far; the
   * feed of jobs tells how far it is.
   * @param request.metrics all of them where absent
   * @param request.at only this head
   * @throws PairlensError NOT_FOUND when the run has no pair with that label; CANCELLED when somebody cancels the job
   */
  async rows({
    at,
    ...request
  }: MetricsRequest & { readonly at?: Place | undefined }): Promise<AggregateRow[]> {
    const { result, metrics } = await this.result(request);
    return statisticsRows(result, metrics, at);
  }

  /** What {@link rows} are made of: numbers as tensors, and the metrics that are wanted of them. */
  async result({ metrics, ...request }: MetricsRequest): Promise<StatisticsResult> {
    const run = getRun(this.#store.database, request.runId);
    const measured = METRIC_NAMES.filter((name) => run.metrics.includes(name));
    const wanted = measured.filter((name) => metrics?.includes(name) ?? true);
    const options = {
      ...choiceOf(run, request),
      group: request.group,
      metrics: wanted.length === measured.length ? [] : wanted,
    };
    return { result: await this.#results.of(statistics.kind, run.id, options), metrics: wanted };
  }

  /** What is compared with what in {@link rows}. */
  design(request: StatisticsRequest): ComparisonDesign {
    return aggregateQuestions(this.#store.database).comparisonDesign(request);
  }
}

export function aggregateQuestions(database: ReadableDatabase) {
  return {
    comparisonDesign(request: StatisticsRequest): ComparisonDesign {
      const run = getRun(database, request.runId);
      return compareRun(database, run, request.group, choiceOf(run, request)).comparison.design;
    },
    /** Labels that pairs of the set carry, each a group of its own. */
    groupsOfRun(runId: number): string[] {
      getRun(database, runId);
      return labelsOfRun(database, runId).filter((label) => label !== null);
    },
  };
}

/** As the run was planned, but for what is asked for. */
function choiceOf(run: Run, { choice = {} }: StatisticsRequest): ComparisonChoice {
  const given = Object.fromEntries(Object.entries(choice).filter(([, value]) => value !== undefined));
  return comparisonChoice.parse({ ...run.provenance.comparison, ...given });
}
