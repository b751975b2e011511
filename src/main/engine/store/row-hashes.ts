/**
 * The hash that a row of `run`, `analysis` or `model` has of itself: of the columns that decide numbers or say where they come
 * from. What may change later (names, folders, states) is not in it.
 */
import { contentHash } from './hashes.ts';
import { preparedAsArrays, prepared, type ReadableDatabase, type WritableDatabase } from './handles.ts';
import { storeDamaged } from './sqlite-errors.ts';

/** Never to be changed: rows that are there were hashed by these. */
const HASHED_COLUMNS = {
  run: `id, project_id, set_id, control_set_id, model_id, alignment, keep, queries, metrics, seed, comparison, set_hash,
    control_set_hash, weights_hash, tokenizer_hash, pairlens_version, ort_version, created_at`,
  analysis: `id, project_id, kind, version, run_id, set_id, text_set_id, model_id, options, seed, total, subject_hash,
    weights_hash, tokenizer_hash, pairlens_version, ort_version, created_at`,
  model: `id, architecture, config, layers, heads, d_model, parameters, max_positions, weights_hash, tokenizer_hash`,
} as const;

export type HashedTable = keyof typeof HASHED_COLUMNS;

/** Call it when the row has been added, inside `store.write`. */
export function hashRow(database: WritableDatabase, table: HashedTable, id: number): void {
  prepared(database, `UPDATE ${table} SET row_hash = ? WHERE id = ?`).run(hashOfRow(database, table, id), id);
}

/** 'unhashed' for a row that is not there too: it has nothing that could be wrong. */
export function checkRow(
  database: ReadableDatabase,
  table: HashedTable,
  id: number,
): 'sound' | 'damaged' | 'unhashed' {
  const stored = prepared<{ hash: string | null }>(
    database,
    `SELECT row_hash AS hash FROM ${table} WHERE id = ?`,
  ).get(id)?.hash;
  if (stored === undefined || stored === null) return 'unhashed';
  return hashOfRow(database, table, id) === stored ? 'sound' : 'damaged';
}

/** @throws PairlensError STORE_DAMAGED */
export function expectSoundRow(database: ReadableDatabase, table: HashedTable, id: number): void {
  if (checkRow(database, table, id) === 'damaged')
    throw storeDamaged(`what is stored of ${table} ${id} is not what was written`, { [table]: id });
}

function hashOfRow(database: ReadableDatabase, table: HashedTable, id: number): string {
  const sql = `SELECT ${HASHED_COLUMNS[table]} FROM ${table} WHERE id = ?`;
  return contentHash([table, preparedAsArrays<(string | number | null)[]>(database, sql).get(id)]);
}
