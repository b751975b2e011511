/** All rows of a store that a run consists of, whichever columns they have. */
import { prepared, type ReadableDatabase, type WritableDatabase } from '../store/handles.ts';

export type Row = Readonly<Record<string, unknown>>;

/**
 * Which pairs go along. Those that were edited since are there twice: the one that the run is of, and the one that the set has now.
 */
export const PAIRS_OF_RUN = `set_id IN (SELECT set_id FROM run WHERE id = :run UNION SELECT control_set_id FROM run WHERE id = :run)
  AND (removed_at IS NULL OR id IN (SELECT pair_id FROM run_item WHERE run_id = :run))`;

/** In an order in which no row refers to one that is still to come. */
const TABLES = [
  {
    name: 'sentence_set',
    where:
      'id IN (SELECT set_id FROM run WHERE id = :run UNION SELECT control_set_id FROM run WHERE id = :run)',
  },
  {
    name: 'pair',
    where: PAIRS_OF_RUN,
  },
  { name: 'model', where: 'id = (SELECT model_id FROM run WHERE id = :run)' },
  { name: 'alignment_correction', where: 'pair_id IN (SELECT pair_id FROM run_item WHERE run_id = :run)' },
  { name: 'run', where: 'id = :run' },
  { name: 'run_item', where: 'run_id = :run' },
  { name: 'run_item_note', where: 'run_id = :run' },
  { name: 'head_metric', where: 'run_id = :run' },
  { name: 'tensor', where: 'run_id = :run' },
] as const;

export type BundleTable = (typeof TABLES)[number]['name'];

export const BUNDLE_TABLES: readonly BundleTable[] = TABLES.map(({ name }) => name);

export interface RowOfRun {
  readonly table: BundleTable;
  readonly row: Row;
}

/** How many rows a run consists of. */
export function countRows(
  database: ReadableDatabase,
  runId: number,
  { tensors }: { readonly tensors: boolean },
): number {
  return TABLES.filter(({ name }) => tensors || name !== 'tensor').reduce((sum, { name, where }) => {
    const count = database.prepare<[{ run: number }], { rows: number }>(
      `SELECT count(*) AS rows FROM ${name} WHERE ${where}`,
    );
    return sum + (count.get({ run: runId })?.rows ?? 0);
  }, 0);
}

/** Opens a statement of this handle for as long as it goes on: nothing may be written with it meanwhile. */
export function* rowsOfRun(
  database: ReadableDatabase,
  runId: number,
  { tensors }: { readonly tensors: boolean },
): Generator<RowOfRun, void, void> {
  for (const { name: table, where } of TABLES) {
    if (table === 'tensor' && !tensors) continue;
    const rows = database.prepare<[{ run: number }], Row>(`SELECT * FROM ${table} WHERE ${where}`);
    for (const row of rows.iterate({ run: runId })) yield { table, row };
  }
}

/** @throws what SQLite says of a row that does not fit */
export function insertRow(database: WritableDatabase, table: BundleTable, row: Row): number {
  const columns = Object.keys(row);
  const sql = `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`;
  return Number(prepared(database, sql).run(...Object.values(row)).lastInsertRowid);
}
