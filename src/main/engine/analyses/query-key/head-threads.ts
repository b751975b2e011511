/** Heads are computed side by side, each in a thread of its own, and none in the engine's. */
import { join } from 'node:path';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { HeadRequest } from '../../../../core/analyses/query-key/compute-head.ts';
import type { NamedTensors } from '../../../../core/analyses/named-tensor.ts';
import { projectRoot } from '../../paths.ts';
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

export interface HeadFollowing {
  readonly signal: AbortSignal;
  /** Told the share of all heads that is done. */
  readonly onShare: (share: number) => void;
}

/**
 * @returns what comes of each, in the order given
 * @throws the signal's reason when it is aborted meanwhile: then none is left at work
 */
export async function computeHeads(
  requests: readonly HeadRequest[],
  { signal, onShare }: HeadFollowing,
): Promise<NamedTensors[]> {
  const shares = requests.map(() => 0);
  const tell = (place: number, share: number) => {
    shares[place] = share;
    onShare(shares.reduce((sum, one) => sum + one, 0) / requests.length);
  };
  const failing = new AbortController();
  const ends = requests.map(async (request, place) => {
    const stop = AbortSignal.any([signal, failing.signal]);
    try {
      const part = await finishTask(threadOf(place).computeHead(request), stop, (share) => tell(place, share));
      tell(place, 1);
      return part;
    } catch (error) {
      failing.abort(error);
      throw error;
    }
  });
  const settled = await Promise.allSettled(ends);
  signal.throwIfAborted();
  if (failing.signal.aborted) throw failing.signal.reason;
  return settled.map((end) => (end as PromiseFulfilledResult<NamedTensors>).value);
}

/** The thread's file: the source when this runs from source, else what the build made of it. */
function threadEntry(): string {
  return import.meta.url.endsWith('.ts')
    ? fileURLToPath(new URL('./query-key-thread.ts', import.meta.url))
    : join(projectRoot(), 'out', 'main', 'query-key-thread.js');
}
