/**
 * What a thread does that reads one file, started by {@link ThreadedReading}: whatever is in the file, and however large
 * it is, the engine's own thread goes on answering.
 */
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { errorRecord, isActionable } from '../../../shared/errors.ts';
import type { FileKind, FileReport } from './file-kind.ts';
import { type ImportFile, openSource } from './import-file.ts';
import { readAgain, readFirst } from './read-twice.ts';
import type { FromReading, ReadingData, ToReading } from './reading-messages.ts';

/** Items that cross to the engine at once: what it takes them in with is felt by nobody. */
const ITEMS_AT_ONCE = 200;
/** Items that wait to be stored. */
const MOST_WAITING = 2000;

/** Reads the file that the thread was started with, as files of that kind are read. */
export async function serveReading<
  How,
  Layout,
  Item,
  Report extends FileReport,
  Summary extends { contentHash: string },
>(kind: FileKind<How, Layout, Item, Report, Summary>): Promise<void> {
  const port = parentPort;
  if (port === null) throw new Error('a file is read in a thread, not in the process itself');
  const tell = (message: FromReading<Item, Report, Summary>): void => port.postMessage(message);
  try {
    await read(kind, workerData as ReadingData<How>, port, tell);
  } catch (error) {
    if (!isActionable(error)) console.error(error);
    tell({ type: 'failed', failure: errorRecord(error) });
  }
}

async function read<How, Layout, Item, Report extends FileReport, Summary extends { contentHash: string }>(
  kind: FileKind<How, Layout, Item, Report, Summary>,
  { file, how }: ReadingData<How>,
  port: MessagePort,
  tell: (message: FromReading<Item, Report, Summary>) => void,
): Promise<void> {
  /** How many items have been handed out and are not stored yet, and who waits for that to fall. */
  let waiting = 0;
  let wake: () => void = () => undefined;
  const again = Promise.withResolvers<undefined>();
  port.on('message', (message: ToReading) => {
    if (message.type === 'again') again.resolve(undefined);
    else {
      waiting -= message.items;
      wake();
    }
  });
  const { source, bytes } = await openSource(file);
  tell({ type: 'size', bytes });
  const opened: ImportFile = { ...file, source };
  const { layout, ...first } = await readFirst(kind, { file: opened, how }, (done, rows) =>
    tell({ type: 'progress', bytes: done, rows }),
  );
  tell({ type: 'read', ...first });
  if (layout === null) return;
  await again.promise;
  const known = { layout, summary: first.summary };
  await readAgain(kind, { file: opened, how }, known, async (items, done, rows) => {
    for (let from = 0; from < items.length; from += ITEMS_AT_ONCE) {
      const some = items.slice(from, from + ITEMS_AT_ONCE);
      waiting += some.length;
      tell({ type: 'items', items: some, bytes: done, rows });
      while (waiting > MOST_WAITING) await new Promise<void>((resolve) => (wake = resolve));
    }
  });
  tell({ type: 'end' });
}
