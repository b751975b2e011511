/**
 * Resources that take time to open and memory to keep, lent to those who use them: opened when first asked for, the few
 * used last kept open, and let go when nobody has used them for a while. Nobody closes one that somebody else is using.
 */

interface Closable {
  close(): Promise<void>;
}

interface Entry<Resource> {
  /** What it has been asked for by, and its other names. */
  readonly names: Set<string>;
  readonly resource: Promise<Resource>;
  /** Aborts when nobody waits any more for it to be opened. */
  readonly unwanted: AbortController;
  users: number;
  /** Runs while nobody uses it, and closes it at its end. */
  idleTimer?: NodeJS.Timeout;
}

export interface KeptOpenOptions<Resource> {
  /** How many stay open when nobody uses them. */
  readonly limit: number;
  /** How long one stays open that nobody uses; for good, unless told. */
  readonly idleMilliseconds?: number;
  /** By what names, beside the one it was asked for by, a resource that is open can be asked for. */
  readonly otherNames?: (resource: Resource) => readonly string[];
}

export class KeptOpen<Resource extends Closable> {
  readonly #limit: number;
  readonly #idleMilliseconds: number | undefined;
  readonly #otherNames: (resource: Resource) => readonly string[];
  /** The least recently used first. */
  #entries: Entry<Resource>[] = [];
  /** Those that are being closed: whoever forgets one waits for it, whoever began. */
  readonly #closing = new Set<Promise<void>>();

  constructor({ limit, idleMilliseconds, otherNames = () => [] }: KeptOpenOptions<Resource>) {
    this.#limit = limit;
    this.#idleMilliseconds = idleMilliseconds;
    this.#otherNames = otherNames;
  }

  /** How many are open, or being opened. */
  get size(): number {
    return this.#entries.length;
  }

  /**
   * Lends the resource of that name to `use`, until what `use` returns has settled.
   * @param open opens it, where it is not open yet, when those for which there is no room any more are closed; the signal says
   *   that nobody waits for it any more
   * @param signal ends the waiting for it to be opened; others go on waiting
   * @throws what `open` and `use` throw; what could not be opened is opened anew when it is next asked for
   */
  async use<Result>(
    name: string,
    open: (unwanted: AbortSignal) => Promise<Resource>,
    use: (resource: Resource) => Result | Promise<Result>,
    signal?: AbortSignal,
  ): Promise<Result> {
    signal?.throwIfAborted();
    const entry = this.#entry(name, open);
    entry.users++;
    clearTimeout(entry.idleTimer);
    const resource = await this.#opened(entry, signal);
    try {
      for (const other of this.#otherNames(resource)) entry.names.add(other);
      return await use(resource);
    } finally {
      entry.users--;
      if (entry.users === 0) this.#closeWhenIdle(entry);
      await this.#closeOldest();
    }
  }

  /**
   * Closes the resource that has one of these names, if it is open.
   * @returns false, and closes nothing, while somebody uses it
   */
  async forget(names: readonly string[]): Promise<boolean> {
    const entry = this.#entries.find((candidate) => names.some((name) => candidate.names.has(name)));
    if (entry !== undefined && entry.users > 0) return false;
    await this.#close(entry === undefined ? [] : [entry]);
    await Promise.all(this.#closing);
    return true;
  }

  /** Closes all of them, used or not. */
  async close(): Promise<void> {
    await this.#close(this.#entries);
    await Promise.all(this.#closing);
  }

  #entry(name: string, open: (unwanted: AbortSignal) => Promise<Resource>): Entry<Resource> {
    const known = this.#entries.find(({ names }) => names.has(name));
    if (known !== undefined) {
      this.#drop([known]);
      this.#entries.push(known);
      return known;
    }
    const room = Promise.withResolvers<void>();
    const unwanted = new AbortController();
    const resource = room.promise.then(() => open(unwanted.signal));
    const entry = { names: new Set([name]), resource, unwanted, users: 0 };
    this.#entries.push(entry);
    room.resolve(this.#closeOldest());
    return entry;
  }

  /** Who does not get it is none of its users any more. */
  async #opened(entry: Entry<Resource>, signal: AbortSignal | undefined): Promise<Resource> {
    try {
      return await untilAborted(entry.resource, signal);
    } catch (error) {
      // Counted before anybody else is told: several may be told at once, and it is given up with the last of them.
      entry.users--;
      if (signal?.aborted !== true) this.#drop([entry]);
      else if (entry.users === 0) this.#giveUp(entry);
      throw error;
    }
  }

  /** It is not opened to the end; where it is all the same, it is closed. */
  #giveUp(entry: Entry<Resource>): void {
    this.#drop([entry]);
    entry.unwanted.abort();
    const closed = closeOne(entry)
      // What could not be opened, or was stopped, has nothing to close.
      .catch(() => undefined)
      .finally(() => this.#closing.delete(closed));
    this.#closing.add(closed);
  }

  #closeWhenIdle(entry: Entry<Resource>): void {
    // One that was dropped while it was in use is closed by whoever dropped it.
    if (this.#idleMilliseconds === undefined || !this.#entries.includes(entry)) return;
    entry.idleTimer = setTimeout(() => void this.#close([entry]), this.#idleMilliseconds);
    // What is idle keeps no program from ending.
    entry.idleTimer.unref();
  }

  async #closeOldest(): Promise<void> {
    await this.#close(this.#entries.slice(0, -this.#limit).filter(({ users }) => users === 0));
  }

  async #close(entries: readonly Entry<Resource>[]): Promise<void> {
    this.#drop(entries);
    await Promise.all(
      entries.map((entry) => {
        clearTimeout(entry.idleTimer);
        const closed = closeOne(entry).finally(() => this.#closing.delete(closed));
        this.#closing.add(closed);
        return closed;
      }),
    );
  }

  #drop(entries: readonly Entry<Resource>[]): void {
    this.#entries = this.#entries.filter((entry) => !entries.includes(entry));
  }
}

/** What is waited for, or what the signal says. */
async function untilAborted<Result>(
  waited: Promise<Result>,
  signal: AbortSignal | undefined,
): Promise<Result> {
  if (signal === undefined) return waited;
  const aborted = Promise.withResolvers<never>();
  const stop = () => aborted.reject(signal.reason as Error);
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([waited, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

async function closeOne({ resource }: Entry<Closable>): Promise<void> {
  await (await resource).close();
}
