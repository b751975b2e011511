/** Models that are open. The last one used stays open: most often the next request is about the same run. */
import { PairlensError } from '../../../shared/errors.ts';
import { KeptOpen } from '../inference/kept-open.ts';
import { lentJustNow } from './in-the-way.ts';
import type { LoadedModel, ModelLibrary } from './library.ts';
import type { StoredPlace } from './stored-place.ts';

type Library = Pick<ModelLibrary, 'open' | 'placeOf'>;

export class OpenModels {
  readonly #library: Library;
  /** A run asks for its model by name when it is planned, and by folder when it is carried out. */
  readonly #models = new KeptOpen<LoadedModel>({ limit: 1, otherNames: ({ folder }) => [folder] });

  constructor(library: Library) {
    this.#library = library;
  }

  /**
   * Lends the model to `use`. Nobody closes it meanwhile.
   * @param onActivity told, in words, what takes time
   * @throws what ModelLibrary.open throws
   */
  async use<Result>(
    nameOrFolder: string,
    onActivity: (text: string) => void,
    use: (model: LoadedModel) => Result | Promise<Result>,
  ): Promise<Result> {
    let isLent = false;
    const lend = () =>
      this.#models.use(
        nameOrFolder,
        () => this.#library.open(nameOrFolder, onActivity),
        async (model) => {
          await model.checkStillSame();
          isLent = true;
          return use(model);
        },
      );
    try {
      return await lend();
    } catch (error) {
      if (!(error instanceof PairlensError) || error.code !== 'MODEL_DAMAGED') throw error;
      // Its files changed while it was open: whoever asks next gets one that is opened, and checked, anew.
      const isClosed = await this.#models.forget([nameOrFolder]);
      if (isLent || !isClosed) throw error;
      return lend();
    }
  }

  /**
   * Lends the model that a run or an analysis was planned with, wherever the library has it now.
   * @throws PairlensError MODEL_NOT_FOUND when it was removed; as {@link use}
   */
  async useStored<Result>(
    stored: StoredPlace,
    onActivity: (text: string) => void,
    use: (model: LoadedModel) => Result | Promise<Result>,
  ): Promise<Result> {
    return this.use(await this.#library.placeOf(stored), onActivity, use);
  }

  /**
   * Closes a model, if it is open, so that its files can be removed.
   * @throws PairlensError CONFLICT while somebody uses it
   */
  async forget({ name, folder }: { readonly name: string; readonly folder: string }): Promise<void> {
    if (!(await this.#models.forget([name, folder]))) throw lentJustNow({ name });
  }

  /** Closes every model. */
  close(): Promise<void> {
    return this.#models.close();
  }
}
