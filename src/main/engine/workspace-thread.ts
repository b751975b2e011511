/** A thread that reads the workspace through a connection of its own: what `ThreadedReadings` starts. */
import { parentPort, workerData } from 'node:worker_threads';
import { errorRecord, isActionable } from '../../shared/errors.ts';
import type { WorkspaceThreadData } from './open-readings.ts';
import { quickQuestions, slowQuestions, tasks } from './readings.ts';
import { ANALYSIS_WORKS } from './registries/analyses.ts';
import { Duck } from './run-folders/duck.ts';
import { openReadableStore } from './store/database.ts';
import { storeError } from './store/sqlite-errors.ts';
import { serveReadings } from './threads/serve-readings.ts';

if (parentPort === null) throw new Error('workspace-thread.ts is started as a thread, not imported');

const { storePath, resources } = workerData as WorkspaceThreadData;
const store = openReadableStore(storePath);
const duck = new Duck();
const parts = { store, resources, works: ANALYSIS_WORKS, duck };

serveReadings(parentPort, {
  questions: { ...quickQuestions(parts), ...slowQuestions(parts) },
  tasks: tasks(parts),
  failureOf(error) {
    const known = storeError(error, storePath);
    // The stack of an error that nobody expected is not sent: it goes to the log from here.
    if (!isActionable(known)) console.error(known);
    return errorRecord(known);
  },
  async close() {
    await duck.close();
    store.close();
  },
});
