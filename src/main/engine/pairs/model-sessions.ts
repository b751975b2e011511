/** The model that pairs are looked at through: the one last asked for stays open. */
import { PairlensError } from '../../../shared/errors.ts';
import type { LoadedModel, ModelLibrary } from '../models/library.ts';

/** What a run knows of its model. */
export interface RunModel {
  readonly name: string;
  /** The folder of the checkpoint when the run was made. */
  readonly folder: string;
  readonly weightsHash: string;
  readonly tokenizerHash: string;
}

export class ModelSessions {
  readonly #library: Pick<ModelLibrary, 'list' | 'open'>;
  #open: { readonly identity: string; readonly model: LoadedModel } | null = null;
  /** Settles when the last use has ended; uses follow one another, so that none closes a model under another. */
  #lastUse: Promise<unknown> = Promise.resolve();

  constructor(library: Pick<ModelLibrary, 'list' | 'open'>) {
    this.#library = library;
  }

  /**
   * Hands the run's own model to `use`, opening it when another one is open.
   * @throws PairlensError MODEL_INVALID when the folder has other weights or another tokenizer by now; what
   *   ModelLibrary.open throws
   */
  use<Result>(model: RunModel, use: (model: LoadedModel) => Promise<Result> | Result): Promise<Result> {
    const result = this.#lastUse.then(async () => use(await this.#opened(model)));
    this.#lastUse = result.catch(() => undefined); // whoever asked for it hears of the error
    return result;
  }

  async close(): Promise<void> {
    await this.#lastUse;
    await this.#open?.model.close();
    this.#open = null;
  }

  async #opened(wanted: RunModel): Promise<LoadedModel> {
    const identity = `${wanted.weightsHash} ${wanted.tokenizerHash}`;
    if (this.#open?.identity === identity) return this.#open.model;
    await this.#open?.model.close();
    this.#open = null;
    const model = await this.#library.open(await this.#locate(wanted));
    try {
      checkIdentity(model, wanted);
    } catch (error) {
      await model.close();
      throw error;
    }
    this.#open = { identity, model };
    return model;
  }

  /** A bundled model is found by what it is: where the program is installed may have changed since. */
  async #locate({ weightsHash, folder }: RunModel): Promise<string> {
    const bundled = await this.#library.list();
    return bundled.find((listing) => listing.weightsHash === weightsHash)?.name ?? folder;
  }
}

function checkIdentity(model: LoadedModel, wanted: RunModel): void {
  const changed =
    model.weightsHash !== wanted.weightsHash
      ? 'weights'
      : model.tokenizerHash !== wanted.tokenizerHash
        ? 'tokenizer'
        : null;
  if (changed === null) return;
  throw new PairlensError(
    'MODEL_INVALID',
    `${model.folder} no longer has the ${changed} that the run was computed with; its stored metrics are unchanged, but maps of ${wanted.name} cannot be drawn from it`,
    { folder: model.folder, changed },
  );
}
