/** What can be asked of results: the procedures of `contract.results`. */
import type { MetricName } from '../../../core/metrics/catalogue.ts';
import type { ResultFilter, ResultRow, ResultSort, Role, Run } from '../../../shared/entities.ts';
import { openReadableStore, type Store } from '../store/database.ts';
import { prepared, type ReadableDatabase } from '../store/handles.ts';
import { type HeadMetricRow, metricsOf, readHeadValues } from '../store/head-metrics.ts';
import { hasMetricOrder, makeMetricOrder } from '../store/metric-orders.ts';
import { labelsOfRun } from '../store/run-items.ts';
import { getRun } from '../store/runs.ts';
import type { Sql } from './conditions.ts';
import { isMetric, type Plan, planCount, planPage } from './plan.ts';
import { countQuery, exportQuery, leavesOutUndefined, pageQuery, undefinedQuery } from './queries.ts';
import { type RowSample, sampleRows } from './sample.ts';

interface PageRequest {
  readonly runId: number;
  readonly filter: ResultFilter;
  readonly sort: ResultSort;
  readonly offset: number;
  readonly limit: number;
}

export class ResultsService {
  readonly #store: Store;
  /** Of the runs last looked at: how their rows are spread, by run, role and how far the run has come. */
  readonly #samples = new Map<string, RowSample>();

  constructor(store: Store) {
    this.#store = store;
  }

  /** Rows in the order asked for; undefined values come last either way, ties by pair, layer, head. */
  page(request: PageRequest): ResultRow[] {
    const { runId, filter, sort, offset, limit } = request;
    const run = getRun(this.#store.database, runId);
    const plan = this.#usable(
      run,
      filter.role,
      planPage(this.#sample(run, filter.role), filter, sort, offset + limit),
    );
    const rows = this.#rows(pageQuery(runId, filter, sort, plan, { offset, limit }));
    if (rows.length < limit && isMetric(sort.by) && leavesOutUndefined(filter, sort, plan))
      rows.push(...this.#undefinedRows(request, sort.by, plan, rows.length));
    return toResultRows(this.#store.database, rows, filter.role);
  }

  /** The rest of a page that runs past the rows in which the metric is defined. */
  #undefinedRows(
    { runId, filter, offset, limit }: PageRequest,
    metric: MetricName,
    plan: Plan,
    defined: number,
  ): HeadMetricRow[] {
    const before = defined > 0 || offset === 0 ? offset : this.#count(countQuery(runId, filter, plan)).rows;
    return this.#rows(
      undefinedQuery(runId, filter, metric, { offset: offset - before, limit: limit - defined }),
    );
  }

  /** How many rows pass the filter, and on how many pairs. */
  count({ runId, filter }: { readonly runId: number; readonly filter: ResultFilter }): {
    rows: number;
    pairs: number;
  } {
    const run = getRun(this.#store.database, runId);
    const plan = this.#usable(run, filter.role, planCount(this.#sample(run, filter.role), filter));
    return this.#count(countQuery(runId, filter, plan));
  }

  labels({ runId }: { readonly runId: number }): (string | null)[] {
    getRun(this.#store.database, runId);
    return labelsOfRun(this.#store.database, runId);
  }

  values({
    runId,
    ...place
  }: {
    readonly runId: number;
    readonly metric: MetricName;
    readonly layer: number;
    readonly head: number;
  }): { set: (number | null)[]; neutral: (number | null)[]; control: (number | null)[] } {
    const { database } = this.#store;
    getRun(database, runId);
    return {
      set: readHeadValues(database, { runId, role: 'set', ...place }),
      neutral: readHeadValues(database, { runId, role: 'neutral', ...place }),
      control: readHeadValues(database, { runId, role: 'control', ...place }),
    };
  }

  /**
   * Every row of the filter, some at a time. It reads through a connection of its own, so that all rows are of one
   * moment and other requests can write in between.
   */
  *all(request: Pick<PageRequest, 'runId' | 'filter' | 'sort'>, chunk = 1000): Generator<ResultRow[]> {
    const { runId, filter, sort } = request;
    getRun(this.#store.database, runId);
    const reader = openReadableStore(this.#store.path);
    try {
      const { text, bound } = exportQuery(runId, filter, sort);
      let rows: HeadMetricRow[] = [];
      for (const row of prepared<HeadMetricRow>(reader.database, text).iterate(...bound)) {
        rows.push(row);
        if (rows.length < chunk) continue;
        yield toResultRows(reader.database, rows, filter.role);
        rows = [];
      }
      if (rows.length > 0) yield toResultRows(reader.database, rows, filter.role);
    } finally {
      reader.close();
    }
  }

  #rows({ text, bound }: Sql): HeadMetricRow[] {
    return prepared<HeadMetricRow>(this.#store.database, text).all(...bound);
  }

  #count({ text, bound }: Sql): { rows: number; pairs: number } {
    const counted = prepared<{ rows: number; pairs: number }>(this.#store.database, text).get(...bound);
    return counted ?? { rows: 0, pairs: 0 };
  }

  #sample(run: Run, role: Role): RowSample {
    const key = `${run.id} ${role} ${run.done}`;
    let sample = this.#samples.get(key);
    if (sample === undefined) {
      // A few runs are looked at in turn; what was known of others is cheap to find out again.
      if (this.#samples.size >= 8) this.#samples.clear();
      sample = sampleRows(this.#store.database, { ...run.model, id: run.id }, role);
      this.#samples.set(key, sample);
    }
    return sample;
  }

  /** The plan, its order made if need be; rows still come into a run that is running, and a reader makes nothing. */
  #usable(run: Run, role: Role, plan: Plan): Plan {
    const { metric } = plan;
    if (metric === null || hasMetricOrder(this.#store.database, run.id, role, metric)) return plan;
    if (run.state === 'running' || !this.#store.canWrite) return { metric: null };
    this.#store.write((database) => makeMetricOrder(database, run.id, role, metric));
    return plan;
  }
}

interface PairText {
  id: number;
  label: string | null;
  original: string;
  counterfactual: string;
}

/**
 * Adds label and texts; a pair without text is shown by its ids, joined by spaces. In role 'neutral' the counterfactual is
 * the neutral.
 */
function toResultRows(database: ReadableDatabase, rows: readonly HeadMetricRow[], role: Role): ResultRow[] {
  const compared = role === 'neutral' ? 'neutral' : 'counterfactual';
  const read = prepared<PairText>(
    database,
    `SELECT id, label,
       coalesce(original, (SELECT group_concat(value, ' ') FROM json_each(original_ids))) AS original,
       coalesce(${compared}, (SELECT group_concat(value, ' ') FROM json_each(${compared}_ids))) AS counterfactual
     FROM pair WHERE id = ?`,
  );
  const texts = new Map<number, PairText | undefined>();
  return rows.map((row) => {
    const { position, layer, head, pairId } = row;
    if (!texts.has(pairId)) texts.set(pairId, read.get(pairId));
    const text = texts.get(pairId);
    return {
      pairId,
      position,
      label: text?.label ?? null,
      original: text?.original ?? '',
      counterfactual: text?.counterfactual ?? '',
      layer,
      head,
      metrics: metricsOf(row),
    };
  });
}
