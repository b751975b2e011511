/** A thread that searches scales and lays points out: what `HeadThreads` starts. */
import { parentPort } from 'node:worker_threads';
import { errorRecord, isActionable } from '../../../../shared/errors.ts';
import { serveReadings } from '../../threads/serve-readings.ts';
import { headTasks } from './head-tasks.ts';

if (parentPort === null) throw new Error('query-key-thread.ts is started as a thread, not imported');

serveReadings(parentPort, {
  questions: {},
  tasks: headTasks,
  failureOf(error) {
    if (!isActionable(error)) console.error(error);
    return errorRecord(error);
  },
  close: () => undefined,
});
