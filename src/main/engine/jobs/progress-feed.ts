/**
 * Progress of things that take long, such as runs, to any number of listeners. A listener that is slow gets the latest
 * state of each, not every one in between; the last state of each always arrives.
 */

class Listener<Progress> implements AsyncIterableIterator<Progress> {
  readonly #unread: Map<unknown, Progress>;
  readonly #onEnd: (listener: Listener<Progress>) => void;
  #wake: (() => void) | null = null;
  #ended = false;

  constructor(present: ReadonlyMap<unknown, Progress>, onEnd: (listener: Listener<Progress>) => void) {
    this.#unread = new Map(present);
    this.#onEnd = onEnd;
  }

  push(key: unknown, progress: Progress): void {
    this.#unread.delete(key);
    this.#unread.set(key, progress);
    this.#wake?.();
  }

  end(): void {
    this.#ended = true;
    this.#onEnd(this);
    this.#wake?.();
  }

  async next(): Promise<IteratorResult<Progress, undefined>> {
    while (this.#unread.size === 0 && !this.#ended) {
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
    for (const [key, oldest] of this.#unread) {
      this.#unread.delete(key);
      return { done: false, value: oldest };
    }
    return { done: true, value: undefined };
  }

  return(): Promise<IteratorResult<Progress, undefined>> {
    this.#unread.clear();
    this.end();
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}

export interface ProgressKind<Progress> {
  /** What tells one thing from another. */
  keyOf(progress: Progress): unknown;
  /** Whether it goes on; one that has stopped is not told to those who listen later. */
  isActive(progress: Progress): boolean;
}

export class ProgressFeed<Progress> {
  readonly #kind: ProgressKind<Progress>;
  readonly #active = new Map<unknown, Progress>();
  readonly #listeners = new Set<Listener<Progress>>();

  constructor(kind: ProgressKind<Progress>) {
    this.#kind = kind;
  }

  /** Tells everybody. */
  publish(progress: Progress): void {
    const key = this.#kind.keyOf(progress);
    if (this.#kind.isActive(progress)) this.#active.set(key, progress);
    else this.#active.delete(key);
    for (const listener of this.#listeners) listener.push(key, progress);
  }

  /** Listens from this call on, the present state of all that is active first, until `signal` or `return()`. */
  listen(signal?: AbortSignal): AsyncIterableIterator<Progress> {
    const listener = new Listener<Progress>(this.#active, (ended) => this.#listeners.delete(ended));
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
