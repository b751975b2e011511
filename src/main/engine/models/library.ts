/** The models within reach: those that ship with Pairlens, by name, and any checkpoint folder. */
import { basename, join, resolve } from 'node:path';
import type { Dimensions } from '../../../core/architectures/architecture.ts';
import type { Model } from '../../../shared/entities.ts';
import { PairlensError } from '../../../shared/errors.ts';
import type { Activation } from '../inference/hooked-session.ts';
import { ThreadedSession } from '../inference/threaded-session.ts';
import type { TokenBatch } from '../inference/token-batch.ts';
import { isFolder, readCheckpointFolder } from './checkpoint-folder.ts';
import { compileFolder, findCompiled } from './compiled-folder.ts';
import { hashFiles } from './file-hash.ts';
import { type BundledModel, readManifest } from './manifest.ts';
import { hashTokenizer, openTokenizer, type Tokenizer } from './tokenizer.ts';

/** A model as a list shows it; `id` is the store's affair. */
export type ModelListing = Omit<Model, 'id'>;

/** A model that is open, ready to run. */
export interface LoadedModel {
  /** Of a bundled model its name in the manifest, else the folder's. */
  readonly name: string;
  readonly folder: string;
  readonly architecture: string;
  /** config.json, parsed. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly dimensions: Dimensions;
  readonly parameters: number;
  /** sha256 over the weight files' bytes. */
  readonly weightsHash: string;
  /** sha256 over what decides the tokens; '' for a folder without tokenizer. */
  readonly tokenizerHash: string;
  readonly tokenizer: Tokenizer | null;
  /** Every hook point, in the order of computation. */
  readonly hooks: readonly string[];
  /** As {@link ThreadedSession.run}. */
  run(batch: TokenBatch, hooks: readonly string[]): Promise<Map<string, Activation>>;
  close(): Promise<void>;
}

export interface ModelLibraryOptions {
  /** Where compiled models are kept, below models/. */
  readonly home: string;
  /** The folder `resources`. */
  readonly resources: string;
}

interface Place {
  readonly name: string;
  readonly folder: string;
  /** sha256 that the weights must have; null for a folder that may hold anything. */
  readonly expectedHash: string | null;
}

export class ModelLibrary {
  readonly #modelsFolder: string;
  readonly #hashCache: string;
  readonly #resources: string;

  constructor({ home, resources }: ModelLibraryOptions) {
    this.#modelsFolder = join(home, 'models');
    this.#hashCache = join(this.#modelsFolder, 'hashes');
    this.#resources = resources;
  }

  /** The bundled models. */
  async list(): Promise<ModelListing[]> {
    return Promise.all((await readManifest(this.#resources)).map((model) => this.#listing(model)));
  }

  async #listing(model: BundledModel): Promise<ModelListing> {
    const folder = this.#bundledFolder(model);
    const checkpoint = await readCheckpointFolder(folder);
    const weightsHash = await hashFiles(checkpoint.weightFiles, this.#hashCache);
    const { name, architecture, layers, heads, dModel, parameters, maxPositions, licence, source } = model;
    return {
      ...{ name, folder, architecture, layers, heads, dModel, parameters, maxPositions, licence, source },
      weightsHash,
      tokenizerHash: await hashTokenizer(folder),
      bundled: true,
      compiled: (await findCompiled(this.#modelsFolder, checkpoint, weightsHash)) !== null,
    };
  }

  #bundledFolder(model: BundledModel): string {
    return join(this.#resources, 'models', model.folder);
  }

  /**
   * Opens a model, compiling it when that has not been done yet.
   * @param nameOrFolder a bundled model's name, or the folder of a checkpoint
   * @param onActivity told, in words, what takes time
   * @throws PairlensError MODEL_NOT_FOUND, MODEL_INVALID, MODEL_UNSUPPORTED, CHECKPOINT_INVALID, TENSOR_MISSING,
   *   FILE_UNREADABLE, FILE_UNWRITABLE, DISK_FULL
   */
  async open(
    nameOrFolder: string,
    onActivity: (text: string) => void = () => undefined,
  ): Promise<LoadedModel> {
    const { name, folder, expectedHash } = await this.#locate(nameOrFolder);
    const checkpoint = await readCheckpointFolder(folder);
    const weightsHash = await hashFiles(checkpoint.weightFiles, this.#hashCache, () =>
      onActivity('Reading the weights'),
    );
    if (expectedHash !== null && weightsHash !== expectedHash) {
      const message = `the weights of ${name} are not those that ship with Pairlens`;
      throw new PairlensError('CHECKPOINT_INVALID', message, { folder });
    }

    let compiled = await findCompiled(this.#modelsFolder, checkpoint, weightsHash);
    if (!compiled) {
      onActivity('Compiling the model');
      compiled = await compileFolder(this.#modelsFolder, checkpoint, weightsHash);
    }
    const { architecture, dimensions, parameters } = compiled.description;
    const tokenizer = await openTokenizer(folder);
    const session = await ThreadedSession.open(compiled.graphPath, dimensions);
    return {
      ...{ name, folder, architecture, dimensions, parameters, weightsHash },
      config: checkpoint.config,
      tokenizerHash: await hashTokenizer(folder),
      tokenizer,
      hooks: session.hooks,
      run: (batch, hooks) => session.run(batch, hooks),
      close: () => session.close(),
    };
  }

  async #locate(nameOrFolder: string): Promise<Place> {
    const bundled = await readManifest(this.#resources);
    const match = bundled.find(({ name }) => name === nameOrFolder);
    if (match)
      return {
        name: match.name,
        folder: this.#bundledFolder(match),
        expectedHash: match.sha256['model.safetensors'] ?? null,
      };
    const folder = resolve(nameOrFolder);
    if (await isFolder(folder)) return { name: basename(folder), folder, expectedHash: null };
    const names = bundled.map(({ name }) => name).join(', ');
    throw new PairlensError(
      'MODEL_NOT_FOUND',
      `"${nameOrFolder}" is neither a bundled model (${names}) nor a folder`,
      { model: nameOrFolder },
    );
  }
}
