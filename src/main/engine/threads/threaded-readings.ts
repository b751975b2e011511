/**
 * The engine's side of a thread that reads the workspace through a connection of its own, so that nothing that takes long
 * holds the engine's. It is started when something is first asked, and let go when nobody has asked for a while.
 */
import { Worker } from 'node:worker_threads';
import { type ErrorRecord, PairlensError } from '../../../shared/errors.ts';
import type { FromThread, ToThread } from './messages.ts';
import { type Asked, byName, type Followed, type Questions, type Tasks } from './readings.ts';

/** A thread that nobody has asked for so long ends, and gives its memory back. */
const IDLE_MS = 120_000;

type Heard = Exclude<FromThread, { readonly type: 'failed' }>;

/** What has come for one request and has not been taken. */
class Inbox {
  readonly #heard: Heard[] = [];
  #waiting: PromiseWithResolvers<Heard> | null = null;
  #failure: Error | null = null;

  put(message: Heard): void {
    if (this.#waiting === null) this.#heard.push(message);
    else this.#waiting.resolve(message);
    this.#waiting = null;
  }

  fail(error: Error): void {
    this.#failure = error;
    this.#waiting?.reject(error);
    this.#waiting = null;
  }

  take(): Promise<Heard> {
    const next = this.#heard.shift();
    if (next !== undefined) return Promise.resolve(next);
    if (this.#failure !== null) return Promise.reject(this.#failure);
    this.#waiting = Promise.withResolvers<Heard>();
    return this.#waiting.promise;
  }
}

export class ThreadedReadings {
  readonly #entry: string | URL;
  readonly #data: unknown;
  readonly #idleMilliseconds: number;
  readonly #inboxes = new Map<number, Inbox>();
  #worker: Worker | null = null;
  #idle: NodeJS.Timeout | undefined;
  #lastId = 0;
  #closed = false;

  /**
   * @param entry the thread's file, which calls `serveReadings`
   * @param data what it is started with
   */
  constructor(entry: string | URL, data: unknown, idleMilliseconds = IDLE_MS) {
    this.#entry = entry;
    this.#data = data;
    this.#idleMilliseconds = idleMilliseconds;
  }

  /** @param table says which questions there are; they are answered by the thread's own */
  ask<Table extends Questions>(table: Table): Asked<Table> {
    return byName(
      table,
      (_, name) =>
        (...request: unknown[]) =>
          this.#answer(name, request),
    ) as Asked<Table>;
  }

  /** @param table as of {@link ask} */
  follow<Table extends Tasks>(table: Table): Followed<Table> {
    return byName(
      table,
      (_, name) =>
        (...request: unknown[]) =>
          this.#pieces(name, request),
    ) as Followed<Table>;
  }

  /** Returns when the thread has ended; a task that is at work is stopped before its next step. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#letGo();
  }

  /** What is asked from now on, another thread answers. */
  async #letGo(): Promise<void> {
    clearTimeout(this.#idle);
    const worker = this.#worker;
    this.#worker = null;
    if (worker === null) return;
    worker.ref();
    const exited = new Promise((resolve) => worker.once('exit', resolve));
    worker.postMessage({ type: 'close' } satisfies ToThread);
    await exited;
  }

  /** @param request the last may be a signal: when it is aborted the thread is told that nobody waits any more */
  async #answer(name: string, request: readonly unknown[]): Promise<unknown> {
    const last = request.at(-1);
    const signal = last instanceof AbortSignal ? last : null;
    // Where one may be given and is not, there is nothing in its place.
    const said = signal === null && last !== undefined ? request : request.slice(0, -1);
    const { id, inbox } = this.#open();
    const stop = () => this.#worker?.postMessage({ type: 'stop', id } satisfies ToThread);
    signal?.addEventListener('abort', stop);
    try {
      this.#send({ type: 'ask', id, name, request: said });
      return (await inbox.take()).value;
    } finally {
      signal?.removeEventListener('abort', stop);
      this.#leave(id);
    }
  }

  async *#pieces(name: string, request: readonly unknown[]): AsyncGenerator<unknown, unknown, void> {
    const { id, inbox } = this.#open();
    let ended = false;
    try {
      this.#send({ type: 'follow', id, name, request });
      for (;;) {
        const heard = await inbox.take();
        if (heard.type === 'done') {
          ended = true;
          return heard.value;
        }
        this.#worker?.postMessage({ type: 'taken', id } satisfies ToThread);
        yield heard.value;
      }
    } catch (error) {
      ended = true;
      throw error;
    } finally {
      if (!ended) this.#worker?.postMessage({ type: 'stop', id } satisfies ToThread);
      this.#leave(id);
    }
  }

  #open(): { id: number; inbox: Inbox } {
    clearTimeout(this.#idle);
    const id = ++this.#lastId;
    const inbox = new Inbox();
    this.#inboxes.set(id, inbox);
    return { id, inbox };
  }

  #leave(id: number): void {
    this.#inboxes.delete(id);
    if (this.#inboxes.size > 0) return;
    // A thread that nobody waits for keeps no program from ending.
    this.#worker?.unref();
    this.#idle = setTimeout(() => void this.#letGo(), this.#idleMilliseconds).unref();
  }

  #send(message: ToThread): void {
    if (this.#closed) throw new PairlensError('INTERNAL', 'the engine is closed');
    this.#worker ??= this.#start();
    this.#worker.ref();
    this.#worker.postMessage(message);
  }

  #start(): Worker {
    // Flags of the program (as of a script given by --eval) are not the thread's.
    const worker = new Worker(this.#entry, { workerData: this.#data, execArgv: [] });
    let cause = 'it ended';
    worker.on('message', (message: FromThread) => this.#hear(message));
    worker.on('error', (error: Error) => (cause = error.message));
    worker.on('exit', () => {
      if (this.#worker !== worker) return;
      this.#worker = null;
      this.#failAll(`the thread that reads the workspace stopped: ${cause}`);
    });
    return worker;
  }

  #hear(message: FromThread): void {
    const inbox = this.#inboxes.get(message.id);
    if (message.type === 'failed') inbox?.fail(errorOf(message.failure));
    else inbox?.put(message);
  }

  #failAll(message: string): void {
    for (const inbox of this.#inboxes.values()) inbox.fail(new PairlensError('INTERNAL', message));
  }
}

function errorOf({ code, message, details }: ErrorRecord): PairlensError {
  return new PairlensError(code, message, { ...details });
}
