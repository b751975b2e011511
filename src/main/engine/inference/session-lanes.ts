/**
 * One model in several sessions side by side, each in a thread of its own. The matrices of short sentences are small, and
 * the threads of one session wait for each other after every one of them; while one session waits, the other computes.
 * The sessions are opened alike, so which of them takes a batch makes no difference to its numbers.
 */
import { isInBackground } from '../threads/background.ts';
import type { Activation, AxesOfHooks } from './hooked-session.ts';
import type { Session } from './session-pool.ts';
import type { TokenBatch } from './token-batch.ts';

interface Lane {
  readonly session: Promise<Session>;
  /** Batches that it computes or that wait for it. */
  load: number;
}

/** A session has working memory of its own, and the matrices of a large model are no small ones. */
const LARGEST_WEIGHTS = 256 * 2 ** 20;
const LANES = 2;

/** In how many sessions a model is computed. @param weightsBytes of its weights in float32 */
export function lanesFor(weightsBytes: number): number {
  return weightsBytes <= LARGEST_WEIGHTS ? LANES : 1;
}

export class SessionLanes {
  /** Batches that are computed side by side at most. */
  readonly limit: number;
  /** Of every hook point, in the order of computation. */
  readonly axes: AxesOfHooks;
  readonly #open: () => Promise<Session>;
  /** Of batches, and of people while there are none. */
  readonly #lanes: Lane[];
  /** Of people, while batches are computed: nobody stands behind a batch. Opened when that is first so. */
  readonly #besides: Lane[] = [];

  private constructor(open: () => Promise<Session>, limit: number, first: Session) {
    this.#open = open;
    this.limit = limit;
    this.axes = first.axes;
    this.#lanes = [{ session: Promise.resolve(first), load: 0 }];
  }

  /**
   * Opens the first session; the others follow when all that are open are busy.
   * @throws what `open` throws
   */
  static async open(open: () => Promise<Session>, limit: number): Promise<SessionLanes> {
    return new SessionLanes(open, limit, await open());
  }

  /** As {@link ThreadedSession.run}; and what `open` throws. */
  async run(batch: TokenBatch, hooks: readonly string[]): Promise<Map<string, Activation>> {
    const lane = this.#lane();
    lane.load++;
    try {
      return await (await lane.session).run(batch, hooks);
    } finally {
      lane.load--;
    }
  }

  /** Returns when the batches that were sent are done and every thread has ended. */
  async close(): Promise<void> {
    const lanes = [...this.#lanes, ...this.#besides];
    const sessions = await Promise.allSettled(lanes.map(({ session }) => session));
    for (const session of sessions) if (session.status === 'fulfilled') await session.value.close();
  }

  #lane(): Lane {
    const isFree = this.#lanes.some(({ load }) => load === 0);
    if (isInBackground() || isFree) return this.#laneOf(this.#lanes, this.limit);
    return this.#laneOf(this.#besides, 1);
  }

  /** One that is idle, or a new one, or the one with the least to do. */
  #laneOf(lanes: Lane[], limit: number): Lane {
    const [first, ...others] = lanes.toSorted((a, b) => a.load - b.load);
    if (first !== undefined && (first.load === 0 || others.length + 1 >= limit)) return first;
    const lane: Lane = { session: this.#open(), load: 0 };
    lanes.push(lane);
    // One that could not be opened gives its error to the batch that wanted it, and the next may try again.
    lane.session.catch(() => lanes.splice(lanes.indexOf(lane), 1));
    return lane;
  }
}
