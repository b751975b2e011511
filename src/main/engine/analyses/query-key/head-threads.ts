/** Heads are computed side by side, each in a thread of its own, and none in the engine's. */
import { join } from 'node:path';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { HeadRequest } from '../../../../core/analyses/query-key/compute-head.ts';
import type { NamedTensors } from '../../../../core/analyses/named-tensor.ts';
import { projectRoot } from '../../paths.ts';
import type { BatchFollowing } from '../analysis-work.ts';
import { finishTask, type Followed } from '../../threads/readings.ts';
import { ThreadedReadings } from '../../threads/threaded-readings.ts';
import { headTasks } from './head-tasks.ts';

/** More than that bring little: memory is what they wait for. */
const MOST_THREADS = 4;

export const HEAD_THREADS = Math.max(1, Math.min(MOST_THREADS, availableParallelism()));

/** Started when they are first needed; each ends by itself when nobody has asked for a while. */
const threads: Followed<typeof headTasks>[] = [];

function threadOf(place: number): Followed<typeof headTasks> {
  const thread = threads[place % HEAD_THREADS];
  if (thread !== undefined) return thread;
  const started = new ThreadedReadings(threadEntry(), null).follow(headTasks);
  threads[place % HEAD_THREADS] = started;
  return started;
}

/**
 * @returns what comes of each, in the order given
 * @throws the signal's reason as soon as it is aborted; the threads stop at their next step
 */
export async function computeHeads(
  requests: readonly HeadRequest[],
  { signal, onShare }: BatchFollowing,
): Promise<NamedTensors[]> {
  const shares = requests.map(() => 0);
  const tell = (place: number, share: number) => {
    shares[place] = share;
    onShare(shares.reduce((sum, one) => sum + one, 0) / requests.length);
  };
  // Where one fails the others stop, too.
  const failing = new AbortController();
  const stop = AbortSignal.any([signal, failing.signal]);
  const ends = requests.map(async (request, place) => {
    try {
      const part = await finishTask(threadOf(place).computeHead(request), stop, (share) =>
        tell(place, share),
      );
      tell(place, 1);
      return part;
    } catch (error) {
      failing.abort(error);
      throw error;
    }
  });
  // A step of a thread may take seconds; who cancels does not wait for it.
  return Promise.race([Promise.all(ends), aborted(stop)]);
}

/** Rejects with the signal's reason. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const fail = () => reject(signal.reason as Error);
    if (signal.aborted) fail();
    else signal.addEventListener('abort', fail, { once: true });
  });
}

/** The thread's file: the source when this runs from source, else what the build made of it. */
function threadEntry(): string {
  return import.meta.url.endsWith('.ts')
    ? fileURLToPath(new URL('./query-key-thread.ts', import.meta.url))
    : join(projectRoot(), 'out', 'main', 'query-key-thread.js');
}
