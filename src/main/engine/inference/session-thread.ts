/**
 * The thread of one session, started by {@link ThreadedSession}. `InferenceSession.run` blocks the thread that calls it
 * whatever `await` suggests: here it blocks nobody.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { type ErrorRecord, errorRecord, isActionable } from '../../../shared/errors.ts';
import { type Activation, HookedSession } from './hooked-session.ts';
import type { FromSession, SessionData, ToSession } from './session-messages.ts';

const port = parentPort;
if (port === null) throw new Error('session-thread.ts is started as a thread, not imported');

const { graph, limits, device } = workerData as SessionData;

function tell(message: FromSession, transfer: readonly ArrayBuffer[] = []): void {
  port?.postMessage(message, transfer);
}

/** The stack of an error that nobody expected is not sent: it goes to the log from here. */
function failureOf(error: unknown): ErrorRecord {
  if (!isActionable(error)) console.error(error);
  return errorRecord(error);
}

/** The buffers of the outputs are handed over, not copied. */
function buffersOf(activations: ReadonlyMap<string, Activation>): ArrayBuffer[] {
  const buffers = new Set([...activations.values()].map(({ data }) => data.buffer));
  return [...buffers].filter((buffer) => buffer instanceof ArrayBuffer);
}

async function answer(session: HookedSession, message: ToSession): Promise<void> {
  if (message.type === 'close') {
    await session.close();
    port?.close();
    return;
  }
  const { id, batch, hooks, inputs } = message;
  try {
    const activations = await session.run(batch, hooks, inputs);
    tell({ type: 'done', id, activations }, buffersOf(activations));
  } catch (error) {
    tell({ type: 'failed', id, failure: failureOf(error) });
  }
}

try {
  const session = await HookedSession.open(graph, limits, device);
  // In the order in which they were sent: a session is closed after the batches before.
  let last = Promise.resolve();
  port.on('message', (message: ToSession) => {
    last = last.then(() => answer(session, message));
  });
  tell({ type: 'open', axes: session.axes });
} catch (error) {
  tell({ type: 'not-open', failure: failureOf(error) });
}
