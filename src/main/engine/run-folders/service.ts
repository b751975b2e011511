/** Folders of results: the procedures of `contract.runs` that are about them. */
import { join } from 'node:path';
import { PairlensError } from '../../../shared/errors.ts';
import type { RunFolderState } from '../../../shared/run-folders.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { Store } from '../store/database.ts';
import { folderOfRun } from '../store/run-folders.ts';
import { getRun } from '../store/runs.ts';
import { expectFilesThere } from './folder-files.ts';
import { type FolderRequest, moveFolder } from './register.ts';

export class RunFolderService {
  readonly #store: Store;
  readonly #jobs: Pick<Jobs, 'run'>;

  constructor(store: Store, jobs: Pick<Jobs, 'run'>) {
    this.#store = store;
    this.#jobs = jobs;
  }

  /** Where the results of a run are, and whether they can be found there; null for one whose results are in the workspace. */
  async state({ id }: { readonly id: number }): Promise<RunFolderState | null> {
    getRun(this.#store.database, id);
    const folder = folderOfRun(this.#store.database, id);
    if (folder === null) return null;
    const { files } = folder;
    return {
      folder: folder.folder,
      files: files.length,
      bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
      rows: files.reduce((sum, { rows }) => sum + rows, 0),
      problem: await problemOf(id, folder),
    };
  }

  /**
   * Takes another folder for that of a run, when it has its files. As a job: every byte of them is read.
   * @throws PairlensError as {@link moveFolder}; CANCELLED; STORE_READONLY
   */
  async move(request: FolderRequest): Promise<Record<string, never>> {
    const { runId } = request;
    getRun(this.#store.database, runId);
    const plan = {
      title: `Folder of run ${runId}`,
      kind: 'import',
      subject: { runId },
      unit: 'files',
    } as const;
    await this.#jobs.run(plan, async (signal, report) => {
      report.activity(`Comparing files in ${join(request.folder)}`);
      const onFile = (done: number, total: number) => report.progress({ done, total });
      await moveFolder(this.#store, request, onFile, signal);
    });
    return {};
  }
}

async function problemOf(
  runId: number,
  folder: Parameters<typeof expectFilesThere>[1],
): Promise<RunFolderState['problem']> {
  try {
    await expectFilesThere(runId, folder);
    return null;
  } catch (error) {
    if (!(error instanceof PairlensError)) throw error;
    return { hasMoved: error.code === 'RESULTS_MOVED', words: error.message };
  }
}
