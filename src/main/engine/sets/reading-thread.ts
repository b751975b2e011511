/**
 * The thread that reads one file of pairs, started by {@link ThreadedReading}: whatever is in the file, and however large
 * it is, the engine's own thread goes on answering.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { errorRecord, isActionable } from '../../../shared/errors.ts';
import type { FromReading, ReadingData, ToReading } from './reading-messages.ts';
import { readAgain, readFirst } from './read-twice.ts';
import { openSource, type SetFile } from './set-file.ts';

const port = parentPort;
if (port === null) throw new Error('reading-thread.ts is started as a thread, not imported');

/** Pairs that cross to the engine at once: what it takes them in with is felt by nobody. */
const PAIRS_AT_ONCE = 200;
/** Pairs that wait to be stored. */
const MOST_WAITING = 2000;

const tell = (message: FromReading): void => port.postMessage(message);

/** How many pairs have been handed out and are not stored yet, and who waits for that to fall. */
let waiting = 0;
let wake: () => void = () => undefined;

async function read({ file, columns }: ReadingData): Promise<void> {
  const { source, bytes } = await openSource(file);
  tell({ type: 'size', bytes });
  const opened: SetFile = { ...file, source };
  const { layout, ...first } = await readFirst(opened, columns, (done, rows) =>
    tell({ type: 'progress', bytes: done, rows }),
  );
  tell({ type: 'read', ...first });
  if (layout === null) return;
  await asked;
  await readAgain(opened, columns, { layout, summary: first.summary }, async (pairs, done, rows) => {
    for (let from = 0; from < pairs.length; from += PAIRS_AT_ONCE) {
      const some = pairs.slice(from, from + PAIRS_AT_ONCE);
      waiting += some.length;
      tell({ type: 'pairs', pairs: some, bytes: done, rows });
      while (waiting > MOST_WAITING) await new Promise<void>((resolve) => (wake = resolve));
    }
  });
  tell({ type: 'end' });
}

const again = Promise.withResolvers<undefined>();
const asked = again.promise;
port.on('message', (message: ToReading) => {
  if (message.type === 'again') again.resolve(undefined);
  else {
    waiting -= message.pairs;
    wake();
  }
});

try {
  await read(workerData as ReadingData);
} catch (error) {
  if (!isActionable(error)) console.error(error);
  tell({ type: 'failed', failure: errorRecord(error) });
}
