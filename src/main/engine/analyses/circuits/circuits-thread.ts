/** A thread that multiplies what circuits are made of: what `circuit-threads.ts` starts. */
import { parentPort } from 'node:worker_threads';
import { errorRecord, isActionable } from '../../../../shared/errors.ts';
import { serveReadings } from '../../threads/serve-readings.ts';
import { circuitTasks } from './circuit-tasks.ts';

if (parentPort === null) throw new Error('circuits-thread.ts is started as a thread, not imported');

serveReadings(parentPort, {
  questions: {},
  tasks: circuitTasks,
  failureOf(error) {
    if (!isActionable(error)) console.error(error);
    return errorRecord(error);
  },
  close: () => undefined,
});
