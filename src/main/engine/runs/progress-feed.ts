/**
 * Progress of runs, to any number of listeners. A listener that is slow gets the latest state of each run, not every
 * one in between; the last state of a run always arrives.
 */
import type { RunProgress } from '../../../shared/entities.ts';

class Listener implements AsyncIterableIterator<RunProgress> {
  readonly #unread: Map<number, RunProgress>;
  readonly #onEnd: (listener: Listener) => void;
  #wake: (() => void) | null = null;
  #ended = false;

  constructor(present: Iterable<RunProgress>, onEnd: (listener: Listener) => void) {
    this.#unread = new Map([...present].map((progress) => [progress.runId, progress]));
    this.#onEnd = onEnd;
  }

  push(progress: RunProgress): void {
    this.#unread.delete(progress.runId);
    this.#unread.set(progress.runId, progress);
    this.#wake?.();
  }

  end(): void {
    this.#ended = true;
    this.#onEnd(this);
    this.#wake?.();
  }

  async next(): Promise<IteratorResult<RunProgress, undefined>> {
    while (this.#unread.size === 0 && !this.#ended) {
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
    const [oldest] = this.#unread.values();
    if (oldest === undefined) return { done: true, value: undefined };
    this.#unread.delete(oldest.runId);
    return { done: false, value: oldest };
  }

  return(): Promise<IteratorResult<RunProgress, undefined>> {
    this.#unread.clear();
    this.end();
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}

export class ProgressFeed {
  readonly #active = new Map<number, RunProgress>();
  readonly #listeners = new Set<Listener>();

  /** Tells everybody; a run that has stopped, unlike one that runs or waits, is not told to those who listen later. */
  publish(progress: RunProgress): void {
    if (progress.state === 'running' || progress.state === 'planned')
      this.#active.set(progress.runId, progress);
    else this.#active.delete(progress.runId);
    for (const listener of this.#listeners) listener.push(progress);
  }

  /** Listens from this call on, the present state of every active run first, until `signal` or `return()`. */
  listen(signal?: AbortSignal): AsyncIterableIterator<RunProgress> {
    const listener = new Listener(this.#active.values(), (ended) => this.#listeners.delete(ended));
    this.#listeners.add(listener);
    if (signal?.aborted === true) listener.end();
    signal?.addEventListener('abort', () => listener.end(), { once: true });
    return listener;
  }

  /** Ends every listener, after what it has not read yet. */
  close(): void {
    for (const listener of this.#listeners) listener.end();
  }
}
