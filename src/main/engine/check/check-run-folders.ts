/** Checks of folders of results: that every file is there and has the bytes that it had. */
import { join } from 'node:path';
import { PairlensError } from '../../../shared/errors.ts';
import { expectFilesThere, hashFolderFile } from '../run-folders/folder-files.ts';
import type { ReadableDatabase } from '../store/handles.ts';
import { folderOfRun } from '../store/run-folders.ts';
import { type Check, damage, type Finding, remark } from './check.ts';

export const runFolders: Check = {
  name: 'folders',
  title: 'folders that have the results of runs',
  async *find({ database }): AsyncGenerator<Finding> {
    for (const runId of runsInFolders(database)) yield* ofRun(database, runId);
  },
};

async function* ofRun(database: ReadableDatabase, runId: number): AsyncGenerator<Finding> {
  const folder = folderOfRun(database, runId);
  if (folder === null) return;
  try {
    await expectFilesThere(runId, folder);
    for (const { name, sha256 } of folder.files) {
      const path = join(folder.folder, name);
      if ((await hashFolderFile(path)) !== sha256)
        yield damage(
          `${path} has not the bytes that it had when run ${runId} was taken in`,
          'put a copy of the file in its place',
        );
    }
  } catch (error) {
    if (!(error instanceof PairlensError)) throw error;
    if (error.code === 'RESULTS_MOVED')
      yield remark(error.message, `pairlens runs move-folder ${runId} --folder FOLDER says where it is`);
    else yield damage(error.message, 'put a copy of the file in its place');
  }
}

function runsInFolders(database: ReadableDatabase): number[] {
  return database
    .prepare<[], number>(
      `SELECT run_id FROM run_folder JOIN run ON run.id = run_id WHERE removed_at IS NULL ORDER BY run_id`,
    )
    .pluck()
    .all();
}
