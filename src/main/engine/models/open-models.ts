/** Models that are open: the last one used stays open, for the next pair of the same run is seldom far. */
import type { LoadedModel, ModelLibrary } from './library.ts';

interface OpenModel {
  readonly model: Promise<LoadedModel>;
  /** How many are using it just now. */
  users: number;
}

export class OpenModels {
  readonly #library: Pick<ModelLibrary, 'open'>;
  /** By name or folder, the least recently used first. */
  readonly #open = new Map<string, OpenModel>();

  constructor(library: Pick<ModelLibrary, 'open'>) {
    this.#library = library;
  }

  /**
   * Lends the model to `use`; while it runs the model is not closed.
   * @param onActivity told, in words, what takes time
   * @throws what ModelLibrary.open throws
   */
  async use<Result>(
    nameOrFolder: string,
    onActivity: (text: string) => void,
    use: (model: LoadedModel) => Promise<Result>,
  ): Promise<Result> {
    const entry = this.#open.get(nameOrFolder) ?? {
      model: this.#library.open(nameOrFolder, onActivity),
      users: 0,
    };
    this.#open.delete(nameOrFolder);
    this.#open.set(nameOrFolder, entry);
    entry.users++;
    try {
      return await use(await this.#opened(nameOrFolder, entry));
    } finally {
      entry.users--;
      await this.#closeAllButLast();
    }
  }

  async #opened(nameOrFolder: string, entry: OpenModel): Promise<LoadedModel> {
    try {
      return await entry.model;
    } catch (error) {
      // What could not be opened now may be there the next time.
      if (this.#open.get(nameOrFolder) === entry) this.#open.delete(nameOrFolder);
      throw error;
    }
  }

  async #closeAllButLast(): Promise<void> {
    const idle = [...this.#open].slice(0, -1).filter(([, entry]) => entry.users === 0);
    for (const [name] of idle) this.#open.delete(name);
    for (const [, entry] of idle) await (await entry.model).close();
  }

  /** Closes every model. */
  async close(): Promise<void> {
    const entries = [...this.#open.values()];
    this.#open.clear();
    for (const entry of entries) await (await entry.model).close();
  }
}
