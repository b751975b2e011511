/**
 * Metrics of the runs that are looked at, in memory, and what was made of them. A row is the index
 * (pair · layers + layer) · heads + head, pairs counted in the set's order.
 */
import type { MetricName } from '../../../core/metrics/catalogue.ts';
import type { Role, Run } from '../../../shared/entities.ts';
import type { ReadableDatabase } from '../store/handles.ts';
import {
  metricsRevision,
  readDonePositions,
  readMetricColumns,
  type RunRows,
} from '../store/metric-columns.ts';
import { FittingNeutrals } from './fitting-neutrals.ts';

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
  readonly #measured: ReadonlySet<MetricName>;
  readonly #kept = new Map<string, Kept>();

  constructor(database: ReadableDatabase, { id, model, metrics }: Run, role: Role, stamp: string) {
    this.#database = database;
    this.#measured = new Set(metrics);
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
    const all = [...this.#columns.values(), ...this.#kept.values()];
    return all.reduce((sum, { byteLength }) => sum + byteLength, 0);
  }

  /** Those that are not there yet are read together; of what the run did not measure all is undefined. */
  columns(metrics: readonly MetricName[]): Float64Array[] {
    const missing = [...new Set(metrics)].filter((metric) => !this.#columns.has(metric));
    const stored = missing.filter((metric) => this.#measured.has(metric));
    const read = stored.length === 0 ? [] : readMetricColumns(this.#database, this, stored);
    for (const [index, column] of read.entries()) this.#columns.set(stored[index] as MetricName, column);
    for (const metric of missing)
      if (!this.#measured.has(metric))
        this.#columns.set(metric, new Float64Array(this.count).fill(Number.NaN));
    return metrics.map((metric) => this.#columns.get(metric) ?? new Float64Array(0));
  }

  /** What was made of these rows under this name, made when it is asked for first. */
  kept<Made extends Kept>(name: string, make: () => Made): Made {
    // A name is of one kind of thing.
    const known = this.#kept.get(name) as Made | undefined;
    if (known !== undefined) return known;
    const made = make();
    this.#kept.set(name, made);
    return made;
  }
}

/** Whatever is kept says how much memory it takes. */
interface Kept {
  readonly byteLength: number;
}

/** Of the runs that were looked at last. */
export class ColumnCache {
  readonly #database: ReadableDatabase;
  /** By run and role, the one asked for last at the end. */
  readonly #recent = new Map<string, RowColumns>();
  readonly #fitting: FittingNeutrals;

  constructor(database: ReadableDatabase) {
    this.#database = database;
    this.#fitting = new FittingNeutrals(database);
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

  /** Pairs whose neutral may be compared with them, as many as are wanted at most: fewer than these say nothing of what is usual. */
  fittingNeutrals(run: Run): number {
    if (run.neutrals.done === 0) return 0;
    return this.#fitting.count(run.id, (role) => this.of(run, role).positions);
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
