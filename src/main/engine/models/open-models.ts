/**
 * Models that are open: the last one used stays open, for the next pair of the same run is seldom far. Nobody closes a
 * model that somebody else is using.
 */
import { PairlensError } from '../../../shared/errors.ts';
import type { LoadedModel, ModelLibrary } from './library.ts';

interface OpenModel {
  /** What it was asked for by, and its folder: a run asks by name when it is planned and by folder when it goes. */
  readonly names: Set<string>;
  readonly model: Promise<LoadedModel>;
  users: number;
}

export class OpenModels {
  readonly #library: Pick<ModelLibrary, 'open'>;
  /** The least recently used first. */
  #open: OpenModel[] = [];

  constructor(library: Pick<ModelLibrary, 'open'>) {
    this.#library = library;
  }

  /**
   * Lends the model to `use`.
   * @param onActivity told, in words, what takes time
   * @throws what ModelLibrary.open throws
   */
  async use<Result>(
    nameOrFolder: string,
    onActivity: (text: string) => void,
    use: (model: LoadedModel) => Result | Promise<Result>,
  ): Promise<Result> {
    const entry = this.#entry(nameOrFolder, onActivity);
    entry.users++;
    try {
      const model = await this.#opened(entry);
      entry.names.add(model.folder);
      return await use(model);
    } finally {
      entry.users--;
      await this.#closeAllButLast();
    }
  }

  /**
   * Closes a model, if it is open, so that its files can be removed.
   * @throws PairlensError CONFLICT while somebody uses it
   */
  async forget({ name, folder }: { readonly name: string; readonly folder: string }): Promise<void> {
    const entry = this.#open.find(({ names }) => names.has(name) || names.has(folder));
    if (!entry) return;
    if (entry.users > 0)
      throw new PairlensError('CONFLICT', `the model ${name} is in use just now`, { name });
    this.#open = this.#open.filter((other) => other !== entry);
    await closeAll([entry]);
  }

  /** Closes every model. */
  async close(): Promise<void> {
    const entries = this.#open;
    this.#open = [];
    await closeAll(entries);
  }

  #entry(nameOrFolder: string, onActivity: (text: string) => void): OpenModel {
    const entry = this.#open.find(({ names }) => names.has(nameOrFolder)) ?? {
      names: new Set([nameOrFolder]),
      model: this.#library.open(nameOrFolder, onActivity),
      users: 0,
    };
    this.#open = [...this.#open.filter((other) => other !== entry), entry];
    return entry;
  }

  async #opened(entry: OpenModel): Promise<LoadedModel> {
    try {
      return await entry.model;
    } catch (error) {
      // What could not be opened now may be there the next time.
      this.#open = this.#open.filter((other) => other !== entry);
      throw error;
    }
  }

  async #closeAllButLast(): Promise<void> {
    const last = this.#open.at(-1);
    const idle = this.#open.filter((entry) => entry !== last && entry.users === 0);
    this.#open = this.#open.filter((entry) => !idle.includes(entry));
    await closeAll(idle);
  }
}

async function closeAll(entries: readonly OpenModel[]): Promise<void> {
  for (const { model } of entries) await (await model).close();
}
