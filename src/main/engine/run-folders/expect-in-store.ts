/** What is not to be had of runs whose results are in a folder. */
import { PairlensError } from '../../../shared/errors.ts';
import type { ReadableDatabase } from '../store/handles.ts';
import { isInFolder } from '../store/run-folders.ts';

/**
 * @param what would be done, with a capital letter: 'An alignment is corrected'
 * @throws PairlensError RUN_STATE
 */
export function expectInStore(database: ReadableDatabase, runId: number, what: string): void {
  if (!isInFolder(database, runId)) return;
  throw new PairlensError(
    'RUN_STATE',
    `${what} in runs whose results are in the workspace. Those of run ${runId} are in a folder, which is only read`,
    { runId },
  );
}
