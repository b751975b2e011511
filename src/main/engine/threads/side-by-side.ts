/** Tasks that are computed side by side, each in a thread of its own, and none in the engine's. */
import { availableParallelism } from 'node:os';
import { finishTask, type Followed, type Tasks } from './readings.ts';
import { ThreadedReadings } from './threaded-readings.ts';

/** More than that bring little: memory is what they wait for. */
const MOST_THREADS = 4;

export const THREADS = Math.max(1, Math.min(MOST_THREADS, availableParallelism()));

/** While many tasks are computed: when to stop, and whom to tell how far they are. */
export interface Following {
  readonly signal: AbortSignal;
  /** Told the share that is done, from 0 to 1. */
  readonly onShare: (share: number) => void;
}

export const UNFOLLOWED: Following = { signal: new AbortController().signal, onShare: () => undefined };

export class SideBySide<Table extends Tasks> {
  readonly #entry: () => string;
  readonly #table: Table;
  /** Started when they are first needed; each ends by itself when nobody has asked for a while. */
  readonly #threads: Followed<Table>[] = [];

  /**
   * @param entry the threads' file
   * @param table says which tasks there are
   */
  constructor(entry: () => string, table: Table) {
    this.#entry = entry;
    this.#table = table;
  }

  #thread(place: number): Followed<Table> {
    const thread = this.#threads[place % THREADS];
    if (thread !== undefined) return thread;
    const started = new ThreadedReadings(this.#entry(), null).follow(this.#table);
    this.#threads[place % THREADS] = started;
    return started;
  }

  /**
   * @param start begins the task of a request, which tells the share of it that is done
   * @returns what comes of each, in the order given
   * @throws the signal's reason as soon as it is aborted; the threads stop at their next step
   */
  async compute<Request, Result>(
    requests: readonly Request[],
    start: (thread: Followed<Table>, request: Request) => AsyncGenerator<number, Result, void>,
    { signal, onShare }: Following,
  ): Promise<Result[]> {
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
        const part = await finishTask(start(this.#thread(place), request), stop, (share) =>
          tell(place, share),
        );
        tell(place, 1);
        return part;
      } catch (error) {
        failing.abort(error);
        throw error;
      }
    });
    const aborted = Promise.withResolvers<never>();
    const abort = () => aborted.reject(stop.reason as Error);
    if (stop.aborted) abort();
    stop.addEventListener('abort', abort, { once: true });
    try {
      // A step of a thread may take seconds; who cancels does not wait for it.
      return await Promise.race([Promise.all(ends), aborted.promise]);
    } finally {
      stop.removeEventListener('abort', abort);
    }
  }
}
