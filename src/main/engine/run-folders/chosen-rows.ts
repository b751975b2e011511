/** The rows of a run in a folder that pass a filter, as part of a query. */
import type { FlagThresholds } from '../../../core/metrics/flags.ts';
import type { ResultFilter, ResultSort, Role, SortStep } from '../../../shared/entities.ts';
import { namedPairs } from '../results/named-pairs.ts';
import { readFlagThresholds } from '../store/flag-thresholds.ts';
import type { ReadableDatabase } from '../store/handles.ts';
import type { Duck } from './duck.ts';
import type { FolderRun } from './folder-run.ts';
import { flagsSql, flagThresholds, placesSql, thresholdsSql } from './row-sql.ts';

export interface ChosenRows {
  readonly folder: FolderRun;
  readonly role: Role;
  /** Says which filter it was. */
  readonly name: string;
  /** A table `m` of all rows in the role. */
  readonly from: string;
  /** What a row has to meet; null: all pass. */
  readonly where: string | null;
  /** Of {@link where}, what is asked of metrics; null: nothing. */
  readonly thresholds: string | null;
  /** Pairs that pass what is asked of pairs, counted from 1; null: all that are done. */
  readonly pairs: Int32Array | null;
  /** Heads that pass what is asked of layers and heads, as indices. */
  readonly places: readonly number[];
}

/** Few pairs are named in the query: a file is then read at their places alone. */
const FEW_PAIRS = 500;

/** Chooses rows, and uses what was chosen while the tables are kept that it needs. */
export async function withChosen<Result>(
  {
    database,
    duck,
    folder,
  }: { readonly database: ReadableDatabase; readonly duck: Duck; readonly folder: FolderRun },
  filter: ResultFilter,
  use: (chosen: ChosenRows) => Promise<Result>,
  signal?: AbortSignal,
): Promise<Result> {
  const { grid, run } = folder;
  const named = namedPairs(database, run, filter);
  const pairs = await folder.passingPairs(filter, named, signal);
  const limits = await folder.limits(filter.thresholds, signal);
  const thresholds = thresholdsSql(grid, filter, limits);
  const name = JSON.stringify([filter, named.marks]);
  const places = Array.from({ length: folder.places }, (_, place) => place).filter(
    (place) =>
      (filter.layers?.includes(Math.floor(place / grid.heads)) ?? true) &&
      (filter.heads?.includes(place % grid.heads) ?? true),
  );
  const from = `(${await folder.source(filter.role)}) AS m`;
  const choose = (ofPairs: readonly string[]) => {
    const tests = [...ofPairs, ...placesSql(filter), ...(thresholds === null ? [] : [thresholds])];
    const where = tests.length === 0 ? null : tests.join(' AND ');
    return use({ folder, role: filter.role, name, from, where, thresholds, pairs, places });
  };
  if (pairs === null) return choose([]);
  if (pairs.length <= FEW_PAIRS)
    return choose([pairs.length === 0 ? 'false' : `m.pair IN (${pairs.join(', ')})`]);
  return folder.tables.use(
    `pairs ${name}`,
    (table) => duck.table(table, pairs),
    (table) => choose([`m.pair IN (SELECT pair FROM ${table})`]),
    signal,
  );
}

export function whereSql(where: string | null): string {
  return where === null ? '' : `WHERE ${where}`;
}

/** How many flags a row raises by the workspace’s thresholds, and what says which thresholds those are. */
export async function flagsOfRow(
  database: ReadableDatabase,
  folder: FolderRun,
  signal?: AbortSignal,
): Promise<{ sql: string; name: string }> {
  const thresholds: FlagThresholds = readFlagThresholds(database);
  const name = JSON.stringify(thresholds);
  // Where nothing says what 95 % of a control are, none is raised.
  if (thresholds.basis === 'control' && folder.usualRole === null) return { sql: '0', name };
  const flags = flagThresholds(thresholds);
  return { sql: flagsSql(folder.grid, flags, await folder.limits(flags, signal)), name };
}

/** Keys of rows as columns k0, k1, …; `join` brings in what they need beside the row. */
export interface RowKeys {
  readonly columns: string;
  readonly join: string;
}

export async function withRowKeys<Result>(
  parts: { readonly database: ReadableDatabase; readonly duck: Duck },
  { folder, role }: Pick<ChosenRows, 'folder' | 'role'>,
  steps: readonly SortStep[],
  use: (keys: RowKeys) => Promise<Result>,
  signal?: AbortSignal,
): Promise<Result> {
  const flags = steps.some(({ by }) => by === 'flags')
    ? (await flagsOfRow(parts.database, folder, signal)).sql
    : '0';
  const keyOf = (by: ResultSort['by']): string => {
    if (by === 'pair') return 'm.pair';
    if (by === 'layer' || by === 'head') return `m.${by}`;
    if (by === 'flags') return flags;
    if (by === 'label') return 'ranked.value';
    return `m.${by}`;
  };
  const columns = steps.map(({ by }, index) => `, ${keyOf(by)} AS k${index}`).join('');
  return withLabelRanks(parts.duck, folder, role, steps, (join) => use({ columns, join }), signal);
}

/** Joins the ranks of labels where an order asks for them. */
export async function withLabelRanks<Result>(
  duck: Duck,
  folder: FolderRun,
  role: Role,
  steps: readonly SortStep[],
  use: (join: string) => Promise<Result>,
  signal?: AbortSignal,
): Promise<Result> {
  if (!steps.some(({ by }) => by === 'label')) return use('');
  return folder.tables.use(
    `labels ${role}`,
    async (table, wanted) => {
      const { pairs, ranks } = await folder.labelRanks(role, wanted);
      await duck.table(table, pairs, ranks);
    },
    (table) => use(`LEFT JOIN ${table} AS ranked ON ranked.pair = m.pair`),
    signal,
  );
}
