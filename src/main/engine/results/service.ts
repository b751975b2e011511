/** What can be asked of results: the procedures of `contract.results`. */
import type { MetricName } from '../../../core/metrics/catalogue.ts';
import type { FlagThresholds } from '../../../core/metrics/flags.ts';
import type {
  ResultFilter,
  ResultRow,
  ResultSort,
  Role,
  Run,
  RunFlagRates,
} from '../../../shared/entities.ts';
import { openReadableStore, type ReadableStore } from '../store/database.ts';
import { prepared, type ReadableDatabase } from '../store/handles.ts';
import { type HeadMetricRow, metricsOf, readHeadMetrics, readHeadValues } from '../store/head-metrics.ts';
import { labelsOfRun } from '../store/run-items.ts';
import { getRun } from '../store/runs.ts';
import { ColumnCache, type RowColumns } from './column-cache.ts';
import { controlRowsOf, limitsByHead } from './control-rows.ts';
import { exportQuery } from './export-query.ts';
import { flagRatesOf } from './flag-rates.ts';
import { HOLDS, rowFilter, type RowFilter } from './row-filter.ts';
import { rowsByPlace } from './row-order.ts';

interface PageRequest {
  readonly runId: number;
  readonly filter: ResultFilter;
  readonly sort: ResultSort;
  readonly offset: number;
  readonly limit: number;
}

export class ResultsService {
  readonly #store: ReadableStore;
  readonly #columns: ColumnCache;

  constructor(store: ReadableStore) {
    this.#store = store;
    this.#columns = new ColumnCache(store.database);
  }

  /** Rows in the order asked for; undefined values come last either way, ties by pair, layer, head. */
  page({ runId, filter, sort, offset, limit }: PageRequest): ResultRow[] {
    const { database } = this.#store;
    const { rows, passes } = this.#filtered(getRun(database, runId), filter);
    const page: HeadMetricRow[] = [];
    let passed = 0;
    for (const row of inOrder(rows, sort)) {
      if (!passes(row)) continue;
      passed += 1;
      if (passed > offset) page.push(...readHeadMetrics(database, placeOf(rows, row)));
      if (page.length >= limit) break;
    }
    return toResultRows(database, page, filter.role);
  }

  /** How many rows pass the filter, and on how many pairs. */
  count({ runId, filter }: { readonly runId: number; readonly filter: ResultFilter }): {
    rows: number;
    pairs: number;
  } {
    const { database } = this.#store;
    const { rows, passes } = this.#filtered(getRun(database, runId), filter);
    const places = rows.layers * rows.heads;
    let passed = 0;
    let pairs = 0;
    for (let row = 0, lastPair = -1; row < rows.count; row++) {
      if (!passes(row)) continue;
      passed += 1;
      const pair = Math.floor(row / places);
      if (pair !== lastPair) pairs += 1;
      lastPair = pair;
    }
    return { rows: passed, pairs };
  }

  #filtered(run: Run, filter: ResultFilter): { rows: RowColumns; passes: RowFilter } {
    const control = this.#controlFor(run, filter);
    const rows = this.#columns.of(run, filter.role);
    return { rows, passes: rowFilter(this.#store.database, rows, filter, control) };
  }

  /** Rows of the control if the filter asks for them. */
  #controlFor(run: Run, { thresholds }: ResultFilter): RowColumns | null {
    return thresholds.some(({ value }) => value === 'control') ? controlRowsOf(this.#columns, run) : null;
  }

  /** How often the set raises each flag, and its neutrals or control set do, at these thresholds. */
  flagRates({
    runId,
    thresholds,
  }: {
    readonly runId: number;
    readonly thresholds: FlagThresholds;
  }): RunFlagRates {
    const run = getRun(this.#store.database, runId);
    const control = controlRowsOf(this.#columns, run);
    return flagRatesOf(this.#columns.of(run, 'set'), control, thresholds);
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
    const passes = this.#beyondControl(getRun(this.#store.database, runId), filter);
    const reader = openReadableStore(this.#store.path);
    try {
      const { text, bound } = exportQuery(runId, filter, sort);
      let rows: HeadMetricRow[] = [];
      for (const row of prepared<HeadMetricRow>(reader.database, text).iterate(...bound)) {
        if (!passes(row)) continue;
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

  /** The test of those thresholds of the filter that SQL does not know: the control's, by head. */
  #beyondControl(run: Run, filter: ResultFilter): (row: HeadMetricRow) => boolean {
    const control = this.#controlFor(run, filter);
    const rows = this.#columns.of(run, filter.role);
    const tests = filter.thresholds
      .filter(({ value }) => value === 'control')
      .map((threshold) => ({ ...threshold, limits: limitsByHead(rows, threshold, control) }));
    return (row) =>
      tests.every(({ metric, minus, comparison, limits }) => {
        const limit = limits[row.layer * run.model.heads + row.head] ?? Number.NaN;
        const value = row[metric] ?? Number.NaN;
        return HOLDS[comparison](
          minus === undefined ? value : Math.abs(value - (row[minus] ?? Number.NaN)),
          limit,
        );
      });
  }
}

function inOrder(rows: RowColumns, { by, direction }: ResultSort): Iterable<number> {
  return by === 'pair' || by === 'layer' || by === 'head'
    ? rowsByPlace(by, direction, rows.positions.length, rows.layers, rows.heads)
    : rows.order(by, direction);
}

function placeOf({ runId, role, positions, layers, heads }: RowColumns, row: number) {
  return {
    runId,
    role,
    position: positions[Math.floor(row / (layers * heads))] ?? -1,
    layer: Math.floor(row / heads) % layers,
    head: row % heads,
  };
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
