/**
 * Resources that take time to open and memory to keep, lent to those who use them: opened when first asked for, the few
 * used last kept open. Nobody closes one that somebody else is using.
 */

interface Closable {
  close(): Promise<void>;
}

interface Entry<Resource> {
  /** What it has been asked for by, and its other names. */
  readonly names: Set<string>;
  readonly resource: Promise<Resource>;
  users: number;
}

export interface KeptOpenOptions<Resource> {
  /** How many stay open when nobody uses them. */
  readonly limit: number;
  /** By what names, beside the one it was asked for by, a resource that is open can be asked for. */
  readonly otherNames?: (resource: Resource) => readonly string[];
}

export class KeptOpen<Resource extends Closable> {
  readonly #limit: number;
  readonly #otherNames: (resource: Resource) => readonly string[];
  /** The least recently used first. */
  #entries: Entry<Resource>[] = [];

  constructor({ limit, otherNames = () => [] }: KeptOpenOptions<Resource>) {
    this.#limit = limit;
    this.#otherNames = otherNames;
  }

  /**
   * Lends the resource of that name to `use`, until what `use` returns has settled.
   * @param open opens it, where it is not open yet
   * @throws what `open` and `use` throw; what could not be opened is opened anew when it is next asked for
   */
  async use<Result>(
    name: string,
    open: () => Promise<Resource>,
    use: (resource: Resource) => Result | Promise<Result>,
  ): Promise<Result> {
    const entry = this.#entry(name, open);
    entry.users++;
    try {
      const resource = await this.#opened(entry);
      for (const other of this.#otherNames(resource)) entry.names.add(other);
      return await use(resource);
    } finally {
      entry.users--;
      await this.#closeOldest();
    }
  }

  /**
   * Closes the resource that has one of these names, if it is open.
   * @returns false, and closes nothing, while somebody uses it
   */
  async forget(names: readonly string[]): Promise<boolean> {
    const entry = this.#entries.find((candidate) => names.some((name) => candidate.names.has(name)));
    if (entry === undefined) return true;
    if (entry.users > 0) return false;
    this.#drop([entry]);
    await closeAll([entry]);
    return true;
  }

  /** Closes all of them, used or not. */
  async close(): Promise<void> {
    const entries = this.#entries;
    this.#entries = [];
    await closeAll(entries);
  }

  #entry(name: string, open: () => Promise<Resource>): Entry<Resource> {
    const entry = this.#entries.find(({ names }) => names.has(name)) ?? {
      names: new Set([name]),
      resource: open(),
      users: 0,
    };
    this.#drop([entry]);
    this.#entries.push(entry);
    return entry;
  }

  async #opened(entry: Entry<Resource>): Promise<Resource> {
    try {
      return await entry.resource;
    } catch (error) {
      this.#drop([entry]);
      throw error;
    }
  }

  async #closeOldest(): Promise<void> {
    const idle = this.#entries.slice(0, -this.#limit).filter(({ users }) => users === 0);
    this.#drop(idle);
    await closeAll(idle);
  }

  #drop(entries: readonly Entry<Resource>[]): void {
    this.#entries = this.#entries.filter((entry) => !entries.includes(entry));
  }
}

async function closeAll(entries: readonly Entry<Closable>[]): Promise<void> {
  for (const { resource } of entries) await (await resource).close();
}
