/** A run whose rows are in a folder, as it is asked: its tables, which of its pairs pass, and what thresholds mean by head. */
import { join } from 'node:path';
import { METRICS, type MetricName } from '../../../core/metrics/catalogue.ts';
import type { ResultFilter, Role, Run, Threshold } from '../../../shared/entities.ts';
import {
  type ControlCounts,
  type ControlRole,
  heldAgainst,
  looksAbove,
  noControl,
  resolutionOfRun,
  type RowQuantity,
  usualAgainst,
  usualShares,
  type UsualRange,
  widened,
} from '../results/control-rows.ts';
import { FittingNeutrals } from '../results/fitting-neutrals.ts';
import type { NamedPairs } from '../results/named-pairs.ts';
import { labelOrder } from '../results/row-keys.ts';
import { passesPair, saysOfPairs } from '../results/row-mask.ts';
import { eachPairInTurns, looksInTexts } from '../results/text-search.ts';
import type { ReadableDatabase } from '../store/handles.ts';
import { metricsRevision, readDonePositions } from '../store/metric-columns.ts';
import { folderOfRun, type RunFolder } from '../store/run-folders.ts';
import { type PairMark, type PairText } from '../store/pairs-of-run.ts';
import { found } from '../store/rows.ts';
import { getRun } from '../store/runs.ts';
import { SharedWork } from '../threads/shared-work.ts';
import { expectWanted } from '../threads/until-cancelled.ts';
import type { Duck } from './duck.ts';
import { expectFilesThere, type FilesShape, shapeOfFiles } from './folder-files.ts';
import { KeptTables } from './kept-tables.ts';
import { quantilesByPlace } from './order-statistics.ts';
import { type Grid, placeSql, quantitySql } from './row-sql.ts';
import { sourceOf } from './source.ts';

/** Answers of a run that are kept. */
const MOST_KEPT = 200;

export class FolderRun {
  readonly run: Run;
  readonly grid: Grid;
  readonly places: number;
  readonly tables: KeptTables;
  readonly #database: ReadableDatabase;
  readonly #duck: Duck;
  readonly #folder: RunFolder;
  readonly #paths: readonly string[];
  #shape: Promise<FilesShape> | null = null;
  readonly #kept = new Map<string, SharedWork<unknown>>();
  readonly #fitting: FittingNeutrals;
  readonly #positions = new Map<Role, readonly number[]>();

  constructor(
    {
      database,
      duck,
      fitting,
    }: { readonly database: ReadableDatabase; readonly duck: Duck; readonly fitting: FittingNeutrals },
    run: Run,
    folder: RunFolder,
  ) {
    this.#database = database;
    this.#duck = duck;
    this.#fitting = fitting;
    this.#folder = folder;
    this.#paths = folder.files.map(({ name }) => join(folder.folder, name));
    this.run = run;
    this.grid = { layers: run.model.layers, heads: run.model.heads };
    this.places = run.model.layers * run.model.heads;
    this.tables = new KeptTables(duck);
  }

  /** To be called before the files are read. @throws PairlensError RESULTS_MOVED, RESULTS_INVALID */
  expectThere(): Promise<void> {
    return expectFilesThere(this.run.id, this.#folder);
  }

  /** A SELECT of the rows in a role. */
  async source(role: Role): Promise<string> {
    this.#shape ??= shapeOfFiles(this.#duck, this.#paths);
    try {
      return sourceOf(this.#paths, await this.#shape, role, this.run.metrics);
    } catch (error) {
      this.#shape = null;
      throw error;
    }
  }

  /** Places in the set of the pairs that are done, ascending. */
  positions(role: Role): readonly number[] {
    const known = this.#positions.get(role) ?? readDonePositions(this.#database, this.run.id, role);
    this.#positions.set(role, known);
    return known;
  }

  /** What the run's heads are compared with; null: with nothing. */
  get heldAgainst(): ControlRole | null {
    return heldAgainst(this.#controlCounts);
  }

  /** The role that says what is usual; null where there is none, or too little of it to say. */
  get usualRole(): ControlRole | null {
    return usualAgainst(this.#controlCounts);
  }

  get #controlCounts(): ControlCounts {
    const { id, neutrals, controlSet } = this.run;
    return {
      fitting: neutrals.done === 0 ? 0 : this.#fitting.count(id, (role) => this.positions(role)),
      controls: controlSet === null ? 0 : this.positions('control').length,
    };
  }

  /**
   * What was found once of the files, which do not change. Who asks while it is looked for waits for the same.
   * @param find told by its signal that nobody waits any more
   * @throws PairlensError CANCELLED when the signal of who asks is aborted
   */
  async kept<Answer>(
    name: string,
    find: (signal: AbortSignal) => Promise<Answer>,
    signal?: AbortSignal,
  ): Promise<Answer> {
    expectWanted(signal);
    const known = this.#kept.get(name) as SharedWork<Answer> | undefined;
    const work = known === undefined || known.hasNoAnswer ? new SharedWork(find) : known;
    this.#kept.set(name, work);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MOST_KEPT && oldest !== undefined) this.#kept.delete(oldest);
    try {
      return await work.wait(signal);
    } finally {
      if (work.hasNoAnswer && this.#kept.get(name) === work) this.#kept.delete(name);
    }
  }

  /**
   * Pairs that pass, as numbers counted from 1, ascending; null where the filter says nothing of pairs.
   * @throws PairlensError CANCELLED when the signal is aborted
   */
  async passingPairs(
    filter: ResultFilter,
    { marks, ids }: NamedPairs,
    signal?: AbortSignal,
  ): Promise<Int32Array | null> {
    const { role, labels, pairId, search, regex, known } = filter;
    const isNamed = marks !== null || known !== undefined;
    if (!saysOfPairs({ ...filter, named: isNamed ? [] : null })) return null;
    return this.kept(
      `pairs ${JSON.stringify([role, labels, pairId, search, regex, known, marks])}`,
      async (wanted) => {
        const passing: number[] = [];
        const passes = passesPair({ ...filter, named: ids() });
        const read = looksInTexts(filter) ? 'texts' : 'marks';
        await this.#eachPair(role, read, wanted, (pair) => {
          if (passes(pair)) passing.push(pair.position + 1);
        });
        const done = new Set(this.positions(role));
        return Int32Array.from(passing.filter((pair) => done.has(pair - 1)));
      },
      signal,
    );
  }

  /** Labels in alphabetical order; [pairs of the role] numbers of pairs with a label, and the place of it in that order. */
  async labelRanks(
    role: Role,
    signal?: AbortSignal,
  ): Promise<{ labels: readonly string[]; pairs: Int32Array; ranks: Float64Array }> {
    return this.kept(
      `labels ${role}`,
      async (wanted) => {
        const labels: { position: number; label: string }[] = [];
        await this.#eachPair(role, 'marks', wanted, ({ position, label }) => {
          if (label !== null) labels.push({ position, label });
        });
        const order = labelOrder(labels.map(({ label }) => label));
        return {
          labels: [...order.keys()],
          pairs: Int32Array.from(labels, ({ position }) => position + 1),
          ranks: Float64Array.from(labels, ({ label }) => order.get(label) ?? Number.NaN),
        };
      },
      signal,
    );
  }

  /**
   * The limit of each threshold at each head: its number, or what 95 % of the control stay within.
   * @returns of each threshold [layers · heads]; NaN where the control has no value
   * @throws PairlensError BAD_REQUEST where the limit is the control's and there is none
   */
  async limits(thresholds: readonly Threshold[], signal?: AbortSignal): Promise<Float64Array[]> {
    const limits: Float64Array[] = [];
    for (const threshold of thresholds) {
      const { value, comparison } = threshold;
      if (value !== 'control') {
        limits.push(new Float64Array(this.places).fill(value));
        continue;
      }
      const role = this.usualRole;
      if (role === null) throw noControl(this.run.id);
      const above = looksAbove(comparison);
      const [limit = new Float64Array(0)] = await this.#controlQuantiles(
        role,
        threshold,
        [above ? 0.95 : 0.05],
        signal,
      );
      limits.push(limit);
    }
    return limits;
  }

  /** What 95 % of the control stay within at each head; null where there is none, or too little of it to say. */
  async usualRange(metric: MetricName, signal?: AbortSignal): Promise<UsualRange | null> {
    const role = this.usualRole;
    if (role === null) return null;
    const [low, high] = usualShares(METRICS[metric].change);
    const shares = [low, high].filter((share) => share !== null);
    const found = await this.#controlQuantiles(role, { metric }, shares, signal);
    const of = (share: number | null, otherwise: number) =>
      found[shares.indexOf(share ?? Number.NaN)] ?? new Float64Array(this.places).fill(otherwise);
    const resolution = resolutionOfRun(this.run, metric);
    return {
      low: of(low, -Infinity).map((limit) => widened(resolution, limit, 'below')),
      high: of(high, Infinity).map((limit) => widened(resolution, limit, 'above')),
    };
  }

  /** Smallest and largest value of a metric in a role; null where it has none. */
  range(role: Role, metric: MetricName, signal?: AbortSignal): Promise<[number, number] | null> {
    return this.kept(
      `range ${role} ${metric}`,
      async (wanted) => {
        const [row] = await this.#duck.rows<[number | null, number | null]>(
          `SELECT min(m.${metric}), max(m.${metric}) FROM (${await this.source(role)}) AS m`,
          wanted,
        );
        const [low, high] = row ?? [null, null];
        return low === null || high === null ? null : [low, high];
      },
      signal,
    );
  }

  /** In the order of the set, some at a time. @throws PairlensError CANCELLED when nobody waits any more */
  #eachPair(
    role: Role,
    read: 'texts' | 'marks',
    wanted: AbortSignal,
    visit: (pair: PairMark | PairText) => void,
  ): Promise<void> {
    return eachPairInTurns(this.#database, { runId: this.run.id, role }, read, wanted, visit);
  }

  #controlQuantiles(
    role: Role,
    quantity: RowQuantity,
    shares: readonly number[],
    signal: AbortSignal | undefined,
  ): Promise<Float64Array[]> {
    const { metric, minus } = quantity;
    return this.kept(
      `quantiles ${role} ${metric} ${minus ?? ''} ${shares.join(' ')}`,
      async (wanted) => {
        const rows = `SELECT ${placeSql(this.grid)} AS place, ${quantitySql(quantity)} AS value
        FROM (${await this.source(role)}) AS m`;
        return quantilesByPlace(this.#duck, rows, this.places, shares, wanted);
      },
      signal,
    );
  }
}

/** Those of the runs that were asked last. */
export class FolderRuns {
  readonly #database: ReadableDatabase;
  readonly #duck: Duck;
  readonly #fitting: FittingNeutrals;
  readonly #runs = new Map<number, { readonly stamp: string; readonly run: FolderRun }>();

  constructor(database: ReadableDatabase, duck: Duck) {
    this.#database = database;
    this.#duck = duck;
    this.#fitting = new FittingNeutrals(database);
  }

  /** The run as it is now. @throws PairlensError NOT_FOUND; RESULTS_MOVED, RESULTS_INVALID */
  async of(runId: number): Promise<FolderRun> {
    const run = getRun(this.#database, runId);
    const folder = found(folderOfRun(this.#database, runId) ?? undefined, 'folder of run', runId);
    const stamp = `${folder.folder} ${metricsRevision(this.#database, runId)} ${run.done} ${run.neutrals.done}`;
    const known = this.#runs.get(runId);
    if (known?.stamp === stamp) {
      await known.run.expectThere();
      return known.run;
    }
    const parts = { database: this.#database, duck: this.#duck, fitting: this.#fitting };
    const now = new FolderRun(parts, run, folder);
    this.#runs.set(runId, { stamp, run: now });
    await known?.run.tables.clear();
    await now.expectThere();
    return now;
  }
}
