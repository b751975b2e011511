/**
 * An export as a folder of files with a record of what it is. A folder that has an earlier export is brought up to date;
 * files that are not of an export are never overwritten. It is a job: between files it can be cancelled.
 */
import { constants } from 'node:fs';
import { access, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { PairlensError } from '../../../shared/errors.ts';
import type { JobSubject } from '../../../shared/jobs.ts';
import { writeFailure } from '../files/failures.ts';
import { isThere, readIfThere } from '../files/if-there.ts';
import { makeFolder } from '../files/make-folder.ts';
import { usersMode } from '../files/private-files.ts';
import { type FileContent, writeUsersFile } from '../files/write-file.ts';
import type { Jobs } from '../jobs/jobs.ts';

/** A file of the export: its path below the folder, with '/', and its content when its turn comes. */
export interface ExportFile {
  readonly path: string;
  readonly content: () => FileContent | Promise<FileContent>;
}

/** The file that says what the export is, and by which a later one knows it. */
export interface ExportRecord {
  /** 'run.json' */
  readonly name: string;
  /** What its field `format` says. */
  readonly format: string;
}

export interface FolderExport {
  /** 'Export of run 3' */
  readonly title: string;
  readonly subject: JobSubject;
  readonly record: ExportRecord;
  readonly files: readonly ExportFile[];
  /**
   * @param files.paths what the export consists of beside the record, with '/'
   * @param files.complete whether all of them have been written
   */
  readonly describe: (files: { readonly paths: readonly string[]; readonly complete: boolean }) => object;
}

/**
 * Makes the folder where there is none, and says before any work is done whether an export can go there.
 * @param paths that the export may have
 * @throws PairlensError FILE_UNWRITABLE, DISK_FULL
 */
export async function prepareFolder(
  folder: string,
  record: ExportRecord,
  paths: readonly string[],
): Promise<void> {
  try {
    makeFolder(folder, usersMode(0o777));
    await access(folder, constants.W_OK);
  } catch (error) {
    throw writeFailure(folder, error);
  }
  await refuseForeignFiles(folder, [...paths, record.name], await earlierFiles(folder, record));
}

/**
 * Writes the files and the record.
 * @param folder is made where it does not exist
 * @returns the paths of the files below `folder`, with '/'
 * @throws PairlensError FILE_UNWRITABLE (also when a file that is not of an export is in the way), DISK_FULL, CANCELLED, and
 *   what the contents throw
 */
export function writeFolder(
  jobs: Pick<Jobs, 'run'>,
  folder: string,
  { title, subject, record, files, describe }: FolderExport,
): Promise<string[]> {
  return jobs.run({ kind: 'export', title, subject, unit: 'files' }, async (signal, report) => {
    const paths = files.map(({ path }) => path);
    const all = [...paths, record.name];
    const earlier = await earlierFiles(folder, record);
    await refuseForeignFiles(folder, all, earlier);
    const writeRecord = (complete: boolean) => {
      const content = { format: record.format, complete, ...describe({ paths, complete }) };
      return writeUsersFile(join(folder, record.name), `${JSON.stringify(content, null, 2)}\n`);
    };
    report.activity('Writing files');
    // The record comes first: an export that is cut short does not pass for a whole one, and can be done again.
    await writeRecord(false);
    for (const [done, { path, content }] of files.entries()) {
      signal.throwIfAborted();
      report.progress({ done, total: files.length });
      await writeUsersFile(join(folder, path), await content());
    }
    for (const path of earlier) if (!all.includes(path)) await rm(join(folder, path), { force: true });
    await writeRecord(true);
    report.progress({ done: files.length, total: files.length });
    return all;
  });
}

/** Paths that an export has; a record that names others is not believed. */
const OWN_PATH = /^(?:figures\/)?[\w-]+\.(?:csv|html|svg|png|safetensors)$/;

/** The files of the export that is in the folder; none where there is no export. */
async function earlierFiles(folder: string, { name, format }: ExportRecord): Promise<string[]> {
  const text = await readIfThere(join(folder, name));
  if (text === null) return [];
  const record = z.object({ format: z.literal(format), files: z.array(z.string()) });
  try {
    const parsed = record.safeParse(JSON.parse(text));
    return parsed.success ? [...parsed.data.files.filter((file) => OWN_PATH.test(file)), name] : [];
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return [];
  }
}

/**
 * @param instead what a person is to do
 * @throws PairlensError FILE_UNWRITABLE where one of the paths is there that is not among those of an earlier export
 */
export async function refuseForeignFiles(
  folder: string,
  paths: readonly string[],
  own: readonly string[],
  instead = 'choose another folder',
): Promise<void> {
  for (const path of paths) {
    if (own.includes(path) || !(await isThere(join(folder, path)))) continue;
    throw new PairlensError(
      'FILE_UNWRITABLE',
      `${join(folder, path)} is there already and is not of an earlier export: ${instead}`,
      { path: join(folder, path) },
    );
  }
}
