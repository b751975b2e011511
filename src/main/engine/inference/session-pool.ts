/**
 * The sessions of all models: a bound on how many compute, another on how many are open, and none that nobody uses stays
 * open for long. A session holds what it computed last (ONNX Runtime keeps memory that it has once asked for), which is
 * several times the weights after a long text; the weights themselves are pages of their file, which all sessions share.
 */
import { PairlensError } from '../../../shared/errors.ts';
import { givePeopleWay } from '../threads/background.ts';
import type { Activation, AxesOfHooks } from './hooked-session.ts';
import { IDLE_MILLISECONDS } from './idle.ts';
import { KeptOpen } from './kept-open.ts';
import type { RunInputs } from './run-inputs.ts';
import type { ThreadedSession } from './threaded-session.ts';
import type { TokenBatch } from './token-batch.ts';
import { Turns } from './turns.ts';

export type Session = Pick<ThreadedSession, 'axes' | 'run' | 'close'>;

export interface PoolLimits {
  /** Sessions that stay open when nobody uses them, of all models together. */
  readonly open: number;
  /** Sessions that compute at the same time. */
  readonly computing: number;
  /** How long a session stays open that nobody uses. */
  readonly idleMilliseconds: number;
}

/** What is in the background computes in two lanes at the most: the third is for who looks at something meanwhile. */
const POOL_LIMITS: PoolLimits = { open: 4, computing: 3, idleMilliseconds: IDLE_MILLISECONDS };

export class SessionPool {
  readonly #kept: KeptOpen<Session>;
  readonly #turns: Turns;
  #last = 0;

  constructor({ open, computing, idleMilliseconds }: PoolLimits = POOL_LIMITS) {
    this.#kept = new KeptOpen({ limit: open, idleMilliseconds });
    this.#turns = new Turns(computing);
  }

  /**
   * A session that is opened now, closed by the pool when its place is needed or nobody uses it, and opened again when it
   * is next run; with the same numbers, for they depend on nothing but the graph.
   * @throws what `open` throws
   */
  async open(open: () => Promise<Session>): Promise<Session> {
    const name = String(++this.#last);
    const axes = await this.#kept.use(name, open, (session) => session.axes);
    return new PooledSession(axes, {
      use: (use) => this.#turns.take(() => this.#kept.use(name, open, use)),
      forget: () => this.#kept.forget([name]),
    });
  }

  /** How many are open, or being opened. */
  get size(): number {
    return this.#kept.size;
  }
}

interface Place {
  use<Result>(use: (session: Session) => Promise<Result>): Promise<Result>;
  forget(): Promise<boolean>;
}

class PooledSession implements Session {
  readonly axes: AxesOfHooks;
  readonly #place: Place;
  readonly #running = new Set<Promise<unknown>>();
  #closed = false;

  constructor(axes: AxesOfHooks, place: Place) {
    this.axes = axes;
    this.#place = place;
  }

  /** As {@link ThreadedSession.run}, and what opening it throws. */
  async run(
    batch: TokenBatch,
    hooks: readonly string[],
    inputs: RunInputs = {},
  ): Promise<Map<string, Activation>> {
    if (this.#closed) throw new PairlensError('INFERENCE_FAILED', 'the model has been closed');
    const compute = () => this.#place.use((session) => session.run(batch, hooks, inputs));
    const running = givePeopleWay().then(compute);
    this.#running.add(running);
    try {
      return await running;
    } finally {
      this.#running.delete(running);
    }
  }

  /** Returns when the batches that were sent are done and no thread of it is left. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.allSettled(this.#running);
    await this.#place.forget();
  }
}
