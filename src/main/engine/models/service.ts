/** What can be asked of models: the procedures of `contract.models`. */
import { resolve } from 'node:path';
import type {
  CuratedModel,
  Model,
  ModelDetail,
  ModelRemoval,
  ModelProbe,
  ValueProbe,
  NewModel,
} from '../../../shared/entities.ts';
import type { DeviceListing } from '../../../shared/devices.ts';
import { PairlensError } from '../../../shared/errors.ts';
import type { ReadableStore } from '../store/database.ts';
import { analysesOfModel, runsOfModel, storedModelConfig } from '../store/models.ts';
import { isFolder } from '../files/if-there.ts';
import { readDetail } from './detail.ts';
import type { Hub } from '../hub/hub.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { untilCancelled } from '../threads/until-cancelled.ts';
import { CURATED_MODELS } from '../hub/curated.ts';
import { planFolder } from './add-folder.ts';
import { planHubModel } from './add-hub.ts';
import { checkNothingUses } from './in-the-way.ts';
import type { ModelLibrary } from './library.ts';
import { listModels } from './listing.ts';
import type { OpenModels } from './open-models.ts';
import { probePatterns } from './pattern-probe.ts';
import { probeValues } from './value-probe.ts';

export interface ModelServiceParts {
  readonly store: ReadableStore;
  readonly library: ModelLibrary;
  readonly openModels: OpenModels;
  readonly hub: Hub;
  readonly jobs: Jobs;
}

export class ModelService {
  readonly #store: ReadableStore;
  readonly #library: ModelLibrary;
  readonly #openModels: OpenModels;
  readonly #hub: Hub;
  readonly #jobs: Jobs;

  constructor({ store, library, openModels, hub, jobs }: ModelServiceParts) {
    this.#store = store;
    this.#library = library;
    this.#openModels = openModels;
    this.#hub = hub;
    this.#jobs = jobs;
  }

  /** The bundled models, those that were added, then other folders that runs of this workspace have used. */
  list(): Promise<Model[]> {
    return listModels(this.#store.database, this.#library);
  }

  /** @throws PairlensError MODEL_NOT_FOUND */
  async get({ name }: { readonly name: string }): Promise<Model> {
    const models = await this.list();
    const model = models.find(
      (one) => one.name === name || (one.origin === 'run' && one.folder === resolve(name)),
    );
    if (model) return model;
    // Runs call a folder that nobody added by its last part; of two such folders none is meant more than the other.
    const [used, ...others] = models.filter((one) => one.origin === 'run' && one.title === name);
    if (used && others.length === 0) return used;
    if (await isFolder(resolve(name)))
      throw new PairlensError('MODEL_NOT_FOUND', `${name} is a folder that has not been added`, { name });
    throw await this.#library.notFound(name, await this.#library.known.find(name));
  }

  /** Models of the Hub worth having. */
  curated(): CuratedModel[] {
    return [...CURATED_MODELS];
  }

  /**
   * @throws PairlensError MODEL_NOT_FOUND; of a checkpoint that has been damaged since, what ModelLibrary.open throws
   */
  async detail({ name }: { readonly name: string }): Promise<ModelDetail> {
    const model = await this.get({ name });
    if (!model.weightsPresent) {
      const config = model.id === null ? {} : storedModelConfig(this.#store.database, model.id);
      return { ...model, config, card: null, files: [], tensors: [], hooks: [], roles: [] };
    }
    const known = await this.#library.known.find(name);
    const hashes = known?.fileHashes ?? new Map<string, string>();
    return { ...model, ...(await readDetail(model.folder, this.#library.facts, hashes)) };
  }

  /** Every device there might be; of those that are not here, why. */
  devices(): Promise<DeviceListing[]> {
    return this.#library.devices.list();
  }

  /**
   * Starts to add a model; the feed of jobs tells how it goes.
   * @throws PairlensError as planFolder and planHubModel; CONFLICT while a model of that name is being added
   */
  async add(model: NewModel): Promise<{ jobId: string }> {
    const { name, work } =
      model.from === 'hub'
        ? await planHubModel(this.#library, this.#hub, model)
        : await planFolder(this.#library, model);
    if (this.#jobs.find(({ kind, subject }) => kind === 'model' && subject.model === name))
      throw new PairlensError('CONFLICT', `${name} is being added already`, { name });
    const { jobId } = this.#jobs.start({
      kind: 'model',
      title: name,
      subject: { model: name },
      unit: 'bytes',
      work,
    });
    return { jobId };
  }

  /**
   * Removes an added model. A person's own folder stays as it is, without its compiled form.
   * @throws PairlensError MODEL_NOT_FOUND; CONFLICT with details {runs, analyses} while those of this workspace refer to it,
   *   unless their results are to stay without the weights, or another model has the same; CONFLICT while it is in use;
   *   BAD_REQUEST for a bundled model
   */
  async remove({
    name,
    keepResults,
  }: {
    readonly name: string;
    readonly keepResults: boolean;
  }): Promise<ModelRemoval> {
    const model = await this.get({ name });
    if (model.origin === 'bundled')
      throw new PairlensError('BAD_REQUEST', `${name} comes with Pairlens and cannot be removed`, { name });
    if (model.origin === 'run')
      throw new PairlensError('BAD_REQUEST', `${name} was not added: runs have used it where it is`, {
        name,
      });
    const known = await this.#library.known.find(name);
    if (!known || known.removedAt !== null) throw await this.#library.notFound(name, known);
    checkNothingUses(model, { jobs: this.#jobs, store: this.#store });
    // What was made with it goes on with another that is the same.
    const id = model.sameWeights.some(({ sameTokenizer }) => sameTokenizer) ? null : model.id;
    const runs = id === null ? [] : runsOfModel(this.#store.database, id);
    const analyses = id === null ? [] : analysesOfModel(this.#store.database, id);
    if (runs.length + analyses.length > 0 && !keepResults)
      throw new PairlensError(
        'CONFLICT',
        `${usersOf(runs, analyses)} the model ${name}; it can be removed if their results are kept without it`,
        { name, runs, analyses },
      );
    await this.#openModels.forget(model);
    await this.#library.remove(known);
    await this.tidy();
    return { sameWeights: model.sameWeights };
  }

  /**
   * The attention of every head on one input, as {@link probePatterns} writes it.
   * @param signal of who asks: a model that is being opened for nobody else is not opened then
   * @throws what ModelLibrary.open and probePatterns throw; PairlensError CANCELLED once the signal is aborted
   */
  async probe(input: ModelProbe, signal?: AbortSignal): Promise<Blob> {
    const bytes = await untilCancelled(signal, () =>
      this.#openModels.use(
        input.name,
        () => undefined,
        (model) => {
          signal?.throwIfAborted();
          return probePatterns(model, input);
        },
        undefined,
        signal,
      ),
    );
    return new Blob([bytes]);
  }

  /**
   * A map of the values of one head on one input, as {@link probeValues} writes it.
   * @throws what ModelLibrary.open and probeValues throw
   */
  async probeValues(input: ValueProbe): Promise<Blob> {
    const bytes = await this.#openModels.use(
      input.name,
      () => undefined,
      (model) => probeValues(model, input),
    );
    return new Blob([bytes]);
  }

  /**
   * Removes what came from the Hub and no model needs. Where a model is just being added, its job does that at its end.
   * @throws PairlensError FILE_UNWRITABLE
   */
  async tidy(): Promise<void> {
    const lock = this.#hub.store.tryLock();
    if (!lock) return;
    try {
      await this.#hub.store.tidy(await this.#library.known.hubFilesInUse());
    } finally {
      lock.release();
    }
  }
}

/** 'run 3 and analysis 2 use' */
function usersOf(runs: readonly number[], analyses: readonly number[]): string {
  const named = (one: string, many: string, ids: readonly number[]) =>
    ids.length === 0 ? [] : [`${ids.length === 1 ? one : many} ${ids.join(', ')}`];
  const users = [...named('run', 'runs', runs), ...named('analysis', 'analyses', analyses)].join(' and ');
  return `${users} ${runs.length + analyses.length === 1 ? 'uses' : 'use'}`;
}
