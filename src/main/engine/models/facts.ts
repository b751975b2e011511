/** What can be said of a checkpoint without compiling it onto the disk: its graph is built in memory and dropped. */
import { join } from 'node:path';
import type { CompiledModel } from '../../../core/architectures/architecture.ts';
import { compileCheckpoint } from '../../../core/architectures/families.ts';
import type { Model } from '../../../shared/entities.ts';
import { aboutModel } from './about-model.ts';
import { type CheckpointFolder, readCheckpointFolder } from '../checkpoints/checkpoint-folder.ts';
import { findCompiled } from './compiled-folder.ts';
import { type HashedFiles, hashFiles, type Hashing, sha256 } from '../files/hashing.ts';
import { listModelFiles } from '../checkpoints/model-files.ts';
import { indexTensors, type StoredTensor } from '../checkpoints/stored-tensors.ts';
import { hashTokenizer } from '../tokenizers/tokenizer-files.ts';

/** What the checkpoint itself says. */
export type ModelFacts = Pick<
  Model,
  | 'architecture'
  | 'layers'
  | 'heads'
  | 'dModel'
  | 'dHead'
  | 'parameters'
  | 'maxPositions'
  | 'vocabularySize'
  | 'weightsHash'
  | 'tokenizerHash'
  | 'bytes'
>;

type Sizes = Omit<ModelFacts, 'weightsHash' | 'tokenizerHash' | 'bytes'>;

export interface Blueprint {
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  readonly model: CompiledModel;
}

/**
 * The graph that a checkpoint compiles into, and its tensors.
 * @throws PairlensError MODEL_INVALID, MODEL_UNSUPPORTED, TENSOR_MISSING, CHECKPOINT_INVALID, FILE_UNREADABLE
 */
export async function readBlueprint(checkpoint: CheckpointFolder): Promise<Blueprint> {
  const tensors = await indexTensors(checkpoint);
  return {
    tensors,
    model: aboutModel(checkpoint.folder, () => compileCheckpoint(checkpoint.config, tensors)),
  };
}

function sizesOf({ architecture, dimensions, weights }: CompiledModel): Sizes {
  const { layers, heads, dModel, dHead, maxPositions, vocabularySize } = dimensions;
  return {
    architecture,
    layers,
    heads,
    dModel,
    dHead,
    maxPositions,
    vocabularySize,
    parameters: weights.parameters,
  };
}

/** Reads facts of checkpoints, and remembers what takes time. */
export class FactReader {
  readonly #modelsFolder: string;
  readonly #sizes = new Map<string, Sizes>();

  /** @param modelsFolder where compiled models and remembered hashes are kept */
  constructor(modelsFolder: string) {
    this.#modelsFolder = modelsFolder;
  }

  /** sha256 over the weights. @throws PairlensError as hashFiles */
  weights(
    { weightFiles }: Pick<CheckpointFolder, 'weightFiles'>,
    how: Omit<Hashing, 'cacheFolder'> = {},
  ): Promise<HashedFiles> {
    return hashFiles(weightFiles, { ...how, cacheFolder: this.#hashCache });
  }

  /** sha256 of a file, remembered as that of weights is. */
  async fileHash(path: string): Promise<string> {
    return (await hashFiles([path], { cacheFolder: this.#hashCache })).sha256;
  }

  /**
   * The facts of the checkpoint in a folder, and whether it has been compiled.
   * @throws PairlensError MODEL_NOT_FOUND, MODEL_INVALID, MODEL_UNSUPPORTED, TENSOR_MISSING, CHECKPOINT_INVALID,
   *   FILE_UNREADABLE
   */
  async read(folder: string): Promise<ModelFacts & { readonly compiled: boolean }> {
    const checkpoint = await readCheckpointFolder(folder);
    const { sha256: weightsHash } = await this.weights(checkpoint);
    const files = await listModelFiles(checkpoint);
    return {
      ...(await this.#sizesOf(checkpoint, weightsHash)),
      weightsHash,
      tokenizerHash: await hashTokenizer(folder),
      bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
      compiled: (await findCompiled(this.#modelsFolder, checkpoint, weightsHash)).is === 'whole',
    };
  }

  async #sizesOf(checkpoint: CheckpointFolder, weightsHash: string): Promise<Sizes> {
    const key = `${weightsHash} ${sha256(checkpoint.configText)}`;
    const known = this.#sizes.get(key);
    if (known) return known;
    const sizes = sizesOf((await readBlueprint(checkpoint)).model);
    this.#sizes.set(key, sizes);
    return sizes;
  }

  get #hashCache(): string {
    return join(this.#modelsFolder, 'hashes');
  }
}
