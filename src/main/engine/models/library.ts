/** The models within reach: those that ship with Pairlens or were added, by name, and any checkpoint folder. */
import { basename, join, resolve } from 'node:path';
import type { Dimensions } from '../../../core/architectures/architecture.ts';
import { WEIGHT_BYTES } from '../../../core/architectures/weights-plan.ts';
import type { DeviceChoice, RanOn } from '../../../shared/devices.ts';
import type { Model } from '../../../shared/entities.ts';
import { PairlensError } from '../../../shared/errors.ts';
import type { Activation, AxesOfHooks } from '../inference/hooked-session.ts';
import { Devices, insteadOf, isDeviceFailure } from '../devices/devices.ts';
import { overflowIn } from '../devices/overflow.ts';
import { checkScores } from '../inference/check-hooks.ts';
import type { RunInputs } from '../inference/run-inputs.ts';
import { oneAtATime } from '../inference/one-at-a-time.ts';
import type { GraphSource } from '../inference/session-messages.ts';
import { lanesFor, SessionLanes } from '../inference/session-lanes.ts';
import { type PoolLimits, type Session, SessionPool } from '../inference/session-pool.ts';
import { ThreadedSession } from '../inference/threaded-session.ts';
import type { TokenBatch, TokenLimits } from '../inference/token-batch.ts';
import { VariantSessions } from '../inference/variant-sessions.ts';
import { readCheckpointFolder } from '../checkpoints/checkpoint-folder.ts';
import { CheckedFiles } from '../files/checked-files.ts';
import { isFolder, isThere } from '../files/if-there.ts';
import { checkConfig } from './check-config.ts';
import { checkStillSame, CompiledModels } from './checked-compiled.ts';
import { FactReader, type ModelFacts, readBlueprint } from './facts.ts';
import { type KnownModel, KnownModels } from './known-models.ts';
import { comparedHooks, ModelGraphs } from './model-graphs.ts';
import { ModelWeights } from './model-weights.ts';
import { checkSmallFiles, checkWeightsHash } from './recorded-files.ts';
import { removeCompiled } from './remove-compiled.ts';
import { placeOf, type StoredPlace } from './stored-place.ts';
import { openTokenizer, type Tokenizer } from '../tokenizers/tokenizer.ts';
import type { WeightsWriting } from './weights-file.ts';
import { hashTokenizer } from '../tokenizers/tokenizer-files.ts';

/** A model as a list shows it; the rest is the store's affair. */
export type ModelListing = Omit<Model, 'id' | 'runCount' | 'sameWeights'>;

/** A model that is open, ready to run. */
export interface LoadedModel {
  /** Of a bundled or an added model its name, else the folder's. */
  readonly name: string;
  readonly folder: string;
  readonly architecture: string;
  /** config.json, parsed. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly dimensions: Dimensions;
  /** Whether a token sees only those before it. */
  readonly causal: boolean;
  readonly parameters: number;
  /** sha256 over the weight files' bytes. */
  readonly weightsHash: string;
  /** sha256 of the compiled weights, which were read and found to have it when the model was opened. */
  readonly compiledHash: string;
  /** What computes it. */
  readonly ranOn: RanOn;
  /** sha256 over what decides the tokens; '' for a folder without tokenizer. */
  readonly tokenizerHash: string;
  readonly tokenizer: Tokenizer | null;
  /** Every hook point, in the order of computation. */
  readonly hooks: readonly string[];
  readonly axes: AxesOfHooks;
  /** Its parameters by role. */
  readonly weights: ModelWeights;
  /** Batches that it computes side by side at most. */
  readonly sideBySide: number;
  /** As {@link SessionLanes.run}. */
  run(batch: TokenBatch, hooks: readonly string[]): Promise<Map<string, Activation>>;
  /**
   * As {@link VariantSessions.run}: with replacements, which interventions/run.ts makes of interventions, and with scores
   * of the logits, which are read as hook points are. Models without logits have none.
   */
  runVariant(
    batch: TokenBatch,
    hooks: readonly string[],
    inputs: RunInputs,
  ): Promise<Map<string, Activation>>;
  /**
   * Whether its compiled weights are those that were checked. `run` and `runVariant` see to it themselves.
   * @throws PairlensError MODEL_DAMAGED
   */
  checkStillSame(): Promise<void>;
  close(): Promise<void>;
}

/** What turns texts into what a model takes: plain data, of which another thread can open the tokenizer. */
export interface TokenizerPlace {
  readonly folder: string;
  readonly dimensions: Dimensions;
  /** '' for a folder without tokenizer. */
  readonly tokenizerHash: string;
}

export interface ModelLibraryOptions {
  /** Where compiled models are kept, below models/. */
  readonly home: string;
  /** The folder `resources`. */
  readonly resources: string;
  /** How many sessions there may be, and for how long; as many as usual, unless told. */
  readonly sessions?: PoolLimits;
  /** What there is to compute on; as this machine has it, unless told. */
  readonly devices?: Devices;
  /** From how many bytes on, as float32, matrices of two bytes a number stay so when they are compiled; as usual, unless told. */
  readonly halvesFrom?: number;
  /** Opens a graph in a thread of its own; in tests of what a device may do, something that does it. */
  readonly openSession?: OpenSession;
}

export type OpenSession = (
  graph: GraphSource,
  limits: TokenLimits,
  device: RanOn['device'],
) => Promise<Session>;

export interface Opening extends WeightsWriting {
  /** What it is to be computed on; the CPU unless told. */
  readonly device?: DeviceChoice | undefined;
}

interface Place {
  readonly name: string;
  readonly folder: string;
  /** What is on record of it; null for a folder that may hold anything. */
  readonly known: KnownModel | null;
}

export class ModelLibrary {
  readonly known: KnownModels;
  readonly facts: FactReader;
  readonly devices: Devices;
  readonly #modelsFolder: string;
  readonly #files = new CheckedFiles();
  readonly #compiled: CompiledModels;
  readonly #sessions: SessionPool;
  readonly #openSession: OpenSession;

  constructor(options: ModelLibraryOptions) {
    this.#modelsFolder = join(options.home, 'models');
    this.known = new KnownModels(options);
    this.facts = new FactReader(this.#modelsFolder);
    this.#compiled = new CompiledModels(this.#modelsFolder, this.facts, this.#files, options.halvesFrom);
    this.#sessions = new SessionPool(options.sessions);
    this.devices = options.devices ?? new Devices(options.home);
    this.#openSession =
      options.openSession ?? ((graph, limits, device) => ThreadedSession.open(graph, limits, device));
  }

  /** The bundled models and those that were added. */
  async list(): Promise<ModelListing[]> {
    const models = (await this.known.list()).filter(({ removedAt }) => removedAt === null);
    return Promise.all(models.map((model) => this.listing(model)));
  }

  /**
   * A model as a list shows it. Of an added one that was removed, or whose folder has gone or is damaged, what was true when
   * it was added.
   * @throws PairlensError as FactReader.read, of a bundled model
   */
  async listing(model: KnownModel): Promise<ModelListing> {
    const { name, title, folder, origin, licence, source, commit, addedAt } = model;
    const place = { name, title, folder, origin, licence, source, commit, addedAt };
    const asItWas = (facts: ModelFacts) => ({
      ...place,
      ...facts,
      bytes: 0,
      compiled: false,
      weightsPresent: false,
    });
    if (model.removedAt !== null && model.facts !== null) return asItWas(model.facts);
    try {
      return { ...place, ...(await this.facts.read(folder)), weightsPresent: true };
    } catch (error) {
      if (!(error instanceof PairlensError) || model.facts === null) throw error;
      return asItWas(model.facts);
    }
  }

  /**
   * Opens a model, compiling it when that has not been done yet.
   * @param nameOrFolder the name of a bundled or an added model, or the folder of a checkpoint
   * @param onActivity told, in words, what takes time
   * @throws PairlensError MODEL_NOT_FOUND, MODEL_INVALID, MODEL_UNSUPPORTED, CHECKPOINT_INVALID, TENSOR_MISSING,
   *   FILE_UNREADABLE, FILE_UNWRITABLE, DISK_FULL; MODEL_DAMAGED when a file is not what is on record and cannot be made
   *   again; DEVICE_ABSENT; when `signal` says so, while reading, checking, compiling and comparing devices
   */
  async open(
    nameOrFolder: string,
    onActivity: (text: string) => void = () => undefined,
    { signal, onBytes, device = 'cpu' }: Opening = {},
  ): Promise<LoadedModel> {
    const { name, folder, known } = await this.#locate(nameOrFolder);
    if (known !== null && (await isFolder(folder))) await checkSmallFiles(known, this.#files);
    const checkpoint = await readCheckpointFolder(folder);
    checkConfig(folder, checkpoint.config);
    const weights = await this.facts.weights(checkpoint, {
      signal,
      // What the headers tell against the model is told before all of its weights are read.
      beforeReading: async () => {
        await readBlueprint(checkpoint);
        onActivity('Reading the weights');
      },
    });
    const weightsHash = weights.sha256;
    if (known !== null) checkWeightsHash(known, weightsHash);

    const compiled = await this.#compiled.open({
      checkpoint,
      weights,
      signal,
      onBytes,
      onActivity,
      // A tokenizer that cannot be used is found before anything is written for its model.
      beforeCompiling: async () => {
        const { vocabularySize } = (await readBlueprint(checkpoint)).model.dimensions;
        await openTokenizer(folder, vocabularySize);
      },
    });
    const { weightsPath, parameterViews, description } = compiled;
    const { architecture, causal, dimensions, parameters, compiledHash } = description;
    const graphs = new ModelGraphs(checkpoint, compiled);
    const tokenizer = await openTokenizer(folder, dimensions.vocabularySize);
    const stillSame = () => checkStillSame(name, compiled);
    let ranOn = await this.devices.choose(
      device,
      {
        weightsHash,
        reference: graphs.compiled,
        graphs: () => graphs.forDevice(),
        limits: dimensions,
        ...comparedHooks(description.hooks),
      },
      onActivity,
      signal,
    );
    /** A session, opened again after it was idle: of the files that were checked. */
    const openSession = (graph: () => Promise<GraphSource>) =>
      this.#sessions.open(async () => {
        await stillSame();
        return this.#open(await graph(), dimensions, ranOn.device);
      });
    const openLanes = () =>
      SessionLanes.open(
        () => openSession(() => graphs.plain(ranOn)),
        ranOn.device === 'cpu' ? lanesFor(parameters * WEIGHT_BYTES.float32) : 1,
      );
    const session = await openLanes().catch((error: unknown) => {
      if (!isDeviceFailure(error)) throw error;
      ranOn = insteadOf(ranOn.device, error.message);
      return openLanes();
    });
    const variants = new VariantSessions((options) => openSession(() => graphs.variant(options, ranOn)));
    /** What was computed, when the weights that it was computed with are still those that were checked. */
    const checked = async (computing: Promise<Map<string, Activation>>) => {
      const result = await computing.catch((error: unknown) => {
        if (isDeviceFailure(error)) this.devices.noteFailure(ranOn.device, { weightsHash }, error.message);
        throw error;
      });
      await stillSame();
      const overflow = ranOn.precision === 'float16' ? overflowIn(ranOn.device, result) : null;
      if (overflow === null) return result;
      this.devices.noteFailure(ranOn.device, { weightsHash }, overflow.why, ranOn);
      throw overflow.failure;
    };
    const hooks = [...session.axes.keys()];
    return {
      name,
      folder,
      architecture,
      causal,
      dimensions,
      parameters,
      weightsHash,
      config: checkpoint.config,
      tokenizerHash: await hashTokenizer(folder),
      tokenizer,
      hooks,
      axes: session.axes,
      compiledHash,
      ranOn,
      weights: new ModelWeights(weightsPath, parameterViews, stillSame),
      checkStillSame: stillSame,
      sideBySide: session.limit,
      run: (batch, asked) => checked(session.run(batch, asked)),
      runVariant: async (batch, asked, inputs) => {
        checkScores(name, asked, hooks);
        return checked(variants.run(batch, asked, inputs));
      },
      close: async () => {
        await session.close();
        await variants.close();
      },
    };
  }

  /**
   * Where a model's tokenizer is, without the model: nothing is compiled, and no weights are read.
   * @throws PairlensError as {@link open}, but for what the weights' values and the tokenizer tell
   */
  async tokenizerPlace(nameOrFolder: string): Promise<TokenizerPlace> {
    const { folder } = await this.#locate(nameOrFolder);
    const checkpoint = await readCheckpointFolder(folder);
    checkConfig(folder, checkpoint.config);
    const { dimensions } = (await readBlueprint(checkpoint)).model;
    return { folder, dimensions, tokenizerHash: await hashTokenizer(folder) };
  }

  /**
   * Opens a checkpoint folder once, compiling it, and says what it is.
   * @throws PairlensError as {@link open}
   */
  async tryOut(
    folder: string,
    onActivity: (text: string) => void,
    writing: WeightsWriting,
  ): Promise<ModelFacts> {
    const model = await this.open(folder, onActivity, writing);
    await model.close();
    return this.facts.read(folder);
  }

  /** @throws PairlensError CONFLICT when a model has this name */
  async checkIsFree(name: string): Promise<void> {
    const known = await this.known.find(name);
    const isHere = known !== null && known.removedAt === null;
    // One whose folder has gone can be added again.
    if (isHere && (await isFolder(known.folder)))
      throw new PairlensError('CONFLICT', `there is a model called ${name} already`, { name });
  }

  /**
   * Removes an added model, with the compiled form of its weights unless another model has the same ones.
   * @throws PairlensError FILE_UNWRITABLE
   */
  async remove(model: KnownModel): Promise<void> {
    await this.known.markRemoved(model.name, new Date().toISOString());
    const others = await this.list();
    const { facts } = model;
    if (facts !== null && !others.some(({ weightsHash }) => weightsHash === facts.weightsHash))
      await removeCompiled(this.#modelsFolder, facts.weightsHash);
  }

  #open(graph: GraphSource, limits: TokenLimits, device: RanOn['device']): Promise<Session> {
    const open = () => this.#openSession(graph, limits, device);
    return device === 'cpu' ? open() : oneAtATime(this.devices.turns, open);
  }

  async #locate(nameOrFolder: string): Promise<Place> {
    const known = await this.known.find(nameOrFolder);
    if (known && known.removedAt === null) return { name: known.name, folder: known.folder, known };
    const folder = resolve(nameOrFolder);
    if (await isFolder(folder)) {
      await this.known.forgetRemoved(folder);
      return { name: basename(folder), folder, known: null };
    }
    if (await isThere(folder))
      throw new PairlensError(
        'MODEL_INVALID',
        `${folder} is a file; give the folder that it lies in, with config.json and the tokenizer beside it`,
        { path: folder },
      );
    throw await this.notFound(nameOrFolder, known);
  }

  /**
   * What to open for a run or an analysis that was planned with this model.
   * @throws PairlensError MODEL_NOT_FOUND when the model was removed
   */
  async placeOf(stored: StoredPlace): Promise<string> {
    const found = await placeOf(this.known, stored);
    if ('removed' in found) throw await this.notFound(found.removed.name, found.removed);
    return found.nameOrFolder;
  }

  /** What to throw where no model is called `name`. @param known the one that was, before it was removed */
  async notFound(name: string, known: KnownModel | null): Promise<PairlensError> {
    const details = { model: name };
    if (known)
      return new PairlensError('MODEL_NOT_FOUND', `the model ${name} was removed; add it again`, details);
    const names = (await this.known.list()).filter(({ removedAt }) => removedAt === null);
    return new PairlensError(
      'MODEL_NOT_FOUND',
      `"${name}" is neither a model that is here (${names.map((model) => model.name).join(', ')}) nor a folder`,
      details,
    );
  }
}
