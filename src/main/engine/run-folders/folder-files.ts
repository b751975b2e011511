/** The files of a folder of results: whether they are there, and whether they are what they are taken for. */
import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { METRIC_NAMES, type MetricName } from '../../../core/metrics/catalogue.ts';
import { PairlensError } from '../../../shared/errors.ts';
import { isMissingFile, readFailure } from '../files/failures.ts';
import { hashInto } from '../files/hashing.ts';
import { isFolder, namesIn } from '../files/if-there.ts';
import type { FolderFile, RunFolder } from '../store/run-folders.ts';
import type { Duck } from './duck.ts';
import { fileSql } from './read-parquet.ts';

/** Where a row is; a file without `role` is of the set alone, as one that is exported is. */
const PLACE_COLUMNS = ['pair', 'layer', 'head'] as const;

/** What the files of a folder have in common. */
export interface FilesShape {
  readonly hasRole: boolean;
  readonly metrics: readonly MetricName[];
}

/** The Parquet files of a folder, by name. @throws PairlensError FILE_NOT_FOUND; RESULTS_INVALID where there are none */
export async function parquetNames(folder: string): Promise<string[]> {
  if (!(await isFolder(folder)))
    throw new PairlensError('FILE_NOT_FOUND', `there is no folder ${folder}`, { path: folder });
  const names = (await namesIn(folder)).filter((name) => name.endsWith('.parquet')).toSorted();
  if (names.length === 0)
    throw new PairlensError('RESULTS_INVALID', `${folder} has no Parquet files`, { path: folder });
  return names;
}

/** @throws PairlensError FILE_NOT_FOUND, FILE_UNREADABLE; the signal's reason */
export async function hashFolderFile(path: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  await hashInto(hash, path, signal);
  return hash.digest('hex');
}

/** The file's rows and hash. @throws as {@link hashFolderFile}; PairlensError RESULTS_INVALID for one that is not whole */
export async function describeFile(
  duck: Duck,
  folder: string,
  name: string,
  signal?: AbortSignal,
): Promise<FolderFile> {
  const path = join(folder, name);
  const [found] = await duck.rows<[bigint]>(
    `SELECT num_rows FROM parquet_file_metadata(${fileSql(path)})`,
    signal,
  );
  const { size } = await sizeOf(path);
  return { name, bytes: size, rows: Number(found?.[0] ?? 0), sha256: await hashFolderFile(path, signal) };
}

/**
 * The columns that all files have, by those of the first; others have to have them as well.
 * @throws PairlensError RESULTS_INVALID naming the file and what it lacks
 */
export async function shapeOfFiles(duck: Duck, paths: readonly string[]): Promise<FilesShape> {
  let shape: FilesShape | null = null;
  for (const path of paths) {
    const own = await shapeOf(duck, path);
    shape ??= own;
    if (JSON.stringify(own) !== JSON.stringify(shape))
      throw new PairlensError(
        'RESULTS_INVALID',
        `${path} has other columns than ${paths[0] ?? ''}: they are not of one run`,
        { path },
      );
  }
  return shape ?? { hasRole: false, metrics: [] };
}

async function shapeOf(duck: Duck, path: string): Promise<FilesShape> {
  const columns = new Map(
    await duck.rows<[name: string, type: string | null]>(
      `SELECT name, type FROM parquet_schema(${fileSql(path)}) WHERE num_children IS NULL OR num_children = 0`,
    ),
  );
  const lacking = PLACE_COLUMNS.filter((name) => columns.get(name) !== 'INT32');
  const metrics = METRIC_NAMES.filter((name) => columns.get(name) === 'DOUBLE');
  if (lacking.length > 0 || metrics.length === 0)
    throw new PairlensError(
      'RESULTS_INVALID',
      `${path} is not a table of Pairlens’ results: it has no ${lacking[0] === undefined ? 'metrics' : `32-bit numbers called “${lacking[0]}”`}`,
      { path },
    );
  return { hasRole: columns.get('role') === 'BYTE_ARRAY', metrics };
}

/**
 * To be called before the files are read: that each is there, as large as it was. Their hashes are compared by
 * `pairlens check` and when a folder is moved.
 * @throws PairlensError RESULTS_MOVED; RESULTS_INVALID for a file of another size
 */
export async function expectFilesThere(runId: number, { folder, files }: RunFolder): Promise<void> {
  const found = await Promise.all(files.map(({ name }) => sizeIfThere(join(folder, name))));
  const missing = files.filter((_, index) => found[index] === null);
  const [first, ...others] = missing;
  if (first !== undefined) {
    const what =
      others.length === 0
        ? `the file ${first.name} of run ${runId}`
        : `files of run ${runId} (${first.name} and ${others.length} more)`;
    throw new PairlensError(
      'RESULTS_MOVED',
      `${what} cannot be found in ${folder}: say where the folder is now`,
      { runId, folder },
    );
  }
  const changed = files.find(({ bytes }, index) => found[index] !== bytes);
  if (changed !== undefined)
    throw new PairlensError(
      'RESULTS_INVALID',
      `${join(folder, changed.name)} has not the size that it had when run ${runId} was taken in`,
      { runId, path: join(folder, changed.name) },
    );
}

async function sizeIfThere(path: string): Promise<number | null> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (isMissingFile(error)) return null;
    throw readFailure(path, error);
  }
}

async function sizeOf(path: string): Promise<{ size: number }> {
  try {
    return await stat(path);
  } catch (error) {
    throw readFailure(path, error);
  }
}
