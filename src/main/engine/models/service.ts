/** What can be asked of models: the procedures of `contract.models`. */
import type { Model } from '../../../shared/entities.ts';
import type { ReadableStore } from '../store/database.ts';
import { listStoredModels } from '../store/models.ts';
import type { ModelLibrary } from './library.ts';

export class ModelService {
  readonly #store: ReadableStore;
  readonly #library: Pick<ModelLibrary, 'list'>;

  constructor(store: ReadableStore, library: Pick<ModelLibrary, 'list'>) {
    this.#store = store;
    this.#library = library;
  }

  /** The bundled models, then the others that runs of this workspace have used. */
  async list(): Promise<Model[]> {
    const stored = listStoredModels(this.#store.database);
    const bundled = await this.#library.list();
    const others = stored.filter(
      ({ weightsHash, tokenizerHash }) =>
        !bundled.some((model) => model.weightsHash === weightsHash && model.tokenizerHash === tokenizerHash),
    );
    return [
      ...bundled.map((model) => ({
        id: stored.find(({ weightsHash }) => weightsHash === model.weightsHash)?.id ?? null,
        ...model,
      })),
      // A run has used it, so it has been compiled.
      ...others.map((model) => ({ ...model, bundled: false, compiled: true, licence: null, source: null })),
    ];
  }
}
