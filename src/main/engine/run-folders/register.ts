/** A folder of Parquet files becomes the results of a run, and is found again where it has been moved to. */
import { join, resolve } from 'node:path';
import { ROLES, type Role, type Run } from '../../../shared/entities.ts';
import { PairlensError } from '../../../shared/errors.ts';
import type { Store } from '../store/database.ts';
import type { ReadableDatabase } from '../store/handles.ts';
import { forgetDerived } from '../store/derived.ts';
import { readDonePositions } from '../store/metric-columns.ts';
import { folderOfRun, moveRunFolder, type FolderFile, writeRunFolder } from '../store/run-folders.ts';
import { getRun } from '../store/runs.ts';
import type { Duck } from './duck.ts';
import {
  describeFile,
  expectFilesThere,
  type FilesShape,
  hashFolderFile,
  parquetNames,
  shapeOfFiles,
} from './folder-files.ts';
import { sourceOf } from './source.ts';

export interface FolderRequest {
  readonly runId: number;
  readonly folder: string;
}

/**
 * Says that the metrics of a run are in a folder. The run is planned, its comparisons have their states and tokens, and none of
 * its metrics are in the store. Every file of the folder is read once: for each comparison that is done there has to be a row
 * of each head, and none for others.
 * @throws PairlensError FILE_NOT_FOUND, FILE_UNREADABLE; RESULTS_INVALID for files that are not of this run; RUN_STATE for a run
 *   that has a folder
 */
export async function registerRunFolder(
  store: Store,
  duck: Duck,
  { runId, folder }: FolderRequest,
  signal?: AbortSignal,
): Promise<void> {
  const run = getRun(store.database, runId);
  if (folderOfRun(store.database, runId) !== null)
    throw new PairlensError('RUN_STATE', `run ${runId} has a folder of results`, { runId });
  const place = resolve(folder);
  const names = await parquetNames(place);
  await checkRunFiles(store.database, duck, run, { folder: place, names }, signal);
  const files: FolderFile[] = [];
  for (const name of names) files.push(await describeFile(duck, place, name, signal));
  store.write((database) => {
    writeRunFolder(database, runId, { folder: place, files });
    forgetDerived(database, runId);
  });
}

/** What is asked of a run whose rows are in files. */
export interface MeasuredRun extends Pick<Run, 'id' | 'metrics'> {
  readonly model: Pick<Run['model'], 'layers' | 'heads'>;
}

/**
 * Whether files have what the run measured: for each comparison that is done a row of each head, and none for others. Of the
 * rows only their places are read.
 * @throws PairlensError RESULTS_INVALID; the signal's reason
 */
export async function checkRunFiles(
  database: ReadableDatabase,
  duck: Duck,
  run: MeasuredRun,
  { folder, names }: { readonly folder: string; readonly names: readonly string[] },
  signal?: AbortSignal,
): Promise<void> {
  const paths = names.map((name) => join(folder, name));
  const shape = await shapeOfFiles(duck, paths);
  checkMetrics(run, shape, folder);
  await checkRows(database, duck, run, paths, shape, signal);
}

/**
 * Takes another folder for that of a run, when all of its files are in it and have the bytes that they had.
 * @param onFile told how many of how many are compared
 * @throws PairlensError BAD_REQUEST for a run that has none; RESULTS_MOVED where one is missing there; RESULTS_INVALID where one is
 *   another file
 */
export async function moveFolder(
  store: Store,
  { runId, folder }: FolderRequest,
  onFile: (done: number, total: number) => void = () => undefined,
  signal?: AbortSignal,
): Promise<void> {
  getRun(store.database, runId);
  const known = folderOfRun(store.database, runId);
  if (known === null)
    throw new PairlensError(
      'BAD_REQUEST',
      `the results of run ${runId} are in the workspace: it has no folder`,
      { runId },
    );
  const place = resolve(folder);
  await expectFilesThere(runId, { folder: place, files: known.files });
  for (const [index, { name, sha256 }] of known.files.entries()) {
    onFile(index, known.files.length);
    const path = join(place, name);
    if ((await hashFolderFile(path, signal)) !== sha256)
      throw new PairlensError(
        'RESULTS_INVALID',
        `${path} is not the file that run ${runId} had: its bytes are others`,
        { runId, path },
      );
  }
  onFile(known.files.length, known.files.length);
  store.write((database) => moveRunFolder(database, runId, place));
}

function checkMetrics(run: MeasuredRun, { metrics }: FilesShape, folder: string): void {
  const lacking = run.metrics.filter((name) => !metrics.includes(name));
  if (lacking.length === 0) return;
  throw new PairlensError(
    'RESULTS_INVALID',
    `the files of ${folder} lack ${lacking.join(', ')}, which run ${run.id} measured`,
    { runId: run.id, path: folder },
  );
}

async function checkRows(
  database: ReadableDatabase,
  duck: Duck,
  run: MeasuredRun,
  paths: readonly string[],
  shape: FilesShape,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { layers, heads } = run.model;
  for (const role of ROLES) {
    const done = readDonePositions(database, run.id, role);
    const from = sourceOf(paths, shape, role, run.metrics);
    const found: number[] = [];
    let odd = -1;
    await duck.numbers(
      `SELECT pair, count(*) = ${layers * heads} AND count(DISTINCT layer * ${heads} + head) = ${layers * heads}
         AND min(layer) >= 0 AND max(layer) < ${layers} AND min(head) >= 0 AND max(head) < ${heads} AS whole
       FROM (${from}) GROUP BY pair ORDER BY pair`,
      (column, row, value) => {
        if (column === 0) found[row] = value;
        else if (value !== 1 && odd < 0) odd = row;
      },
      signal,
    );
    if (odd >= 0) throw notOfRun(run, role, `pair ${found[odd] ?? 0} has not one row of each head`);
    const missing = done.find((position, index) => found[index] !== position + 1);
    if (missing !== undefined || found.length !== done.length)
      throw notOfRun(
        run,
        role,
        missing === undefined
          ? `they have ${found.length} pairs, ${done.length} of which were measured`
          : `the pairs that they have are not those that were measured, from pair ${missing + 1} on`,
      );
  }
}

function notOfRun(run: MeasuredRun, role: Role, why: string): PairlensError {
  return new PairlensError(
    'RESULTS_INVALID',
    `the files are not the results of run ${run.id}, of its ${role}: ${why}`,
    { runId: run.id, role },
  );
}
