/** All rows of a store that a run consists of, whichever columns they have. */
import { prepared, type ReadableDatabase, type WritableDatabase } from '../store/handles.ts';

export type Row = Readonly<Record<string, unknown>>;

/** In an order in which no row refers to one that is still to come. */
const TABLES = [
  {
    name: 'sentence_set',
    where:
      'id IN (SELECT set_id FROM run WHERE id = :run UNION SELECT control_set_id FROM run WHERE id = :run)',
  },
  {
    name: 'pair',
    // Pairs that were edited since are there twice: the one that the run is of, and the one that the set has now.
    where: `set_id IN (SELECT set_id FROM run WHERE id = :run UNION SELECT control_set_id FROM run WHERE id = :run)
      AND (removed_at IS NULL OR id IN (SELECT pair_id FROM run_item WHERE run_id = :run))`,
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
