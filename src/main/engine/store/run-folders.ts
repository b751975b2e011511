/** The tables `run_folder` and `run_folder_file`: runs whose metrics are in a folder of Parquet files. */
import { prepared, type ReadableDatabase, type WritableDatabase } from './handles.ts';
import { expectChange } from './rows.ts';

/** A file as it was when the run was taken in. */
export interface FolderFile {
  readonly name: string;
  readonly bytes: number;
  /** Rows of all roles. */
  readonly rows: number;
  readonly sha256: string;
}

export interface RunFolder {
  /** An absolute path. */
  readonly folder: string;
  /** By their names. */
  readonly files: readonly FolderFile[];
}

/** null: the metrics of the run are in the store, as of most. */
export function folderOfRun(database: ReadableDatabase, runId: number): RunFolder | null {
  const row = prepared<{ folder: string }>(database, 'SELECT folder FROM run_folder WHERE run_id = ?').get(
    runId,
  );
  if (row === undefined) return null;
  const files = prepared<FolderFile>(
    database,
    'SELECT name, bytes, rows, sha256 FROM run_folder_file WHERE run_id = ? ORDER BY name',
  ).all(runId);
  return { folder: row.folder, files };
}

export function isInFolder(database: ReadableDatabase, runId: number): boolean {
  return prepared(database, 'SELECT 1 FROM run_folder WHERE run_id = ?').get(runId) !== undefined;
}

/** Call it inside `store.write`. */
export function writeRunFolder(
  database: WritableDatabase,
  runId: number,
  { folder, files }: RunFolder,
): void {
  prepared(database, 'INSERT INTO run_folder (run_id, folder) VALUES (?, ?)').run(runId, folder);
  const insert = prepared(
    database,
    'INSERT INTO run_folder_file (run_id, name, bytes, rows, sha256) VALUES (?, ?, ?, ?, ?)',
  );
  for (const { name, bytes, rows, sha256 } of files) insert.run(runId, name, bytes, rows, sha256);
}

/** @throws PairlensError NOT_FOUND for a run without a folder */
export function moveRunFolder(database: WritableDatabase, runId: number, folder: string): void {
  const update = prepared(database, 'UPDATE run_folder SET folder = ? WHERE run_id = ?');
  expectChange(update.run(folder, runId), 'folder of run', runId);
}

/** Of a run that goes. The files stay: they are not the workspace's. */
export function forgetRunFolder(database: WritableDatabase, runId: number): void {
  for (const table of ['run_folder_file', 'run_folder'])
    prepared(database, `DELETE FROM ${table} WHERE run_id = ?`).run(runId);
}
