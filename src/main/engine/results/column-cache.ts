/**
 * Metrics of the runs that are looked at, in memory, and the orders in which rows are sorted by them. A row is the index
 * (pair · layers + layer) · heads + head, pairs counted in the set's order.
 */
import type { MetricName } from '../../../core/metrics/catalogue.ts';
import type { ResultSort, Role, Run } from '../../../shared/entities.ts';
import type { ReadableDatabase } from '../store/handles.ts';
import {
  metricsRevision,
  readDonePositions,
  readMetricColumns,
  type RunRows,
} from '../store/metric-columns.ts';
import { orderOfValues } from './row-order.ts';

/** Bytes of columns and orders that stay in memory. */
const MEMORY = 256 * 2 ** 20;

/** The rows of a run in one role. */
export class RowColumns implements RunRows {
  readonly runId: number;
  readonly role: Role;
  readonly positions: readonly number[];
  readonly layers: number;
  readonly heads: number;
  readonly stamp: string;
  readonly #database: ReadableDatabase;
  readonly #columns = new Map<MetricName, Float64Array>();
  readonly #orders = new Map<string, Uint32Array>();
  readonly #kept = new Map<string, Float64Array>();

  constructor(database: ReadableDatabase, { id, model }: Run, role: Role, stamp: string) {
    this.#database = database;
    this.runId = id;
    this.role = role;
    this.stamp = stamp;
    this.layers = model.layers;
    this.heads = model.heads;
    this.positions = readDonePositions(database, id, role);
  }

  get count(): number {
    return this.positions.length * this.layers * this.heads;
  }

  get bytes(): number {
    const arrays = [...this.#columns.values(), ...this.#orders.values(), ...this.#kept.values()];
    return arrays.reduce((sum, { byteLength }) => sum + byteLength, 0);
  }

  /** Those that are not there yet are read together. */
  columns(metrics: readonly MetricName[]): Float64Array[] {
    const missing = [...new Set(metrics)].filter((metric) => !this.#columns.has(metric));
    if (missing.length > 0)
      for (const [index, column] of readMetricColumns(this.#database, this, missing).entries())
        this.#columns.set(missing[index] as MetricName, column);
    return metrics.map((metric) => this.#columns.get(metric) ?? new Float64Array(0));
  }

  /** All rows by a metric: undefined values last either way, ties by pair, layer and head. */
  order(metric: MetricName, direction: ResultSort['direction']): Uint32Array {
    const key = `${metric} ${direction}`;
    let order = this.#orders.get(key);
    if (order === undefined) {
      const [column = new Float64Array(0)] = this.columns([metric]);
      order = orderOfValues(column, direction);
      this.#orders.set(key, order);
    }
    return order;
  }

  /** What was made of these rows under this name, made when it is asked for first. */
  kept(name: string, make: () => Float64Array): Float64Array {
    let made = this.#kept.get(name);
    if (made === undefined) {
      made = make();
      this.#kept.set(name, made);
    }
    return made;
  }
}

/** Of the runs that were looked at last. */
export class ColumnCache {
  readonly #database: ReadableDatabase;
  /** By run and role, the one asked for last at the end. */
  readonly #recent = new Map<string, RowColumns>();

  constructor(database: ReadableDatabase) {
    this.#database = database;
  }

  /** The rows as they are now. */
  of(run: Run, role: Role): RowColumns {
    const key = `${run.id} ${role}`;
    const stamp = `${metricsRevision(this.#database, run.id)} ${run.done} ${run.neutrals.done}`;
    const known = this.#recent.get(key);
    const rows =
      known?.stamp === stamp && known.bytes <= MEMORY
        ? known
        : new RowColumns(this.#database, run, role, stamp);
    this.#recent.delete(key);
    this.#forgetOldest();
    this.#recent.set(key, rows);
    return rows;
  }

  #forgetOldest(): void {
    let bytes = [...this.#recent.values()].reduce((sum, rows) => sum + rows.bytes, 0);
    for (const [key, rows] of this.#recent) {
      if (bytes <= MEMORY) return;
      this.#recent.delete(key);
      bytes -= rows.bytes;
    }
  }
}
