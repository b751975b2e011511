/** What can be said of a checkpoint without compiling it onto the disk: its graph is built in memory and dropped. */
import { join } from 'node:path';
import type { CompiledModel } from '../../../core/architectures/architecture.ts';
import { compileCheckpoint } from '../../../core/architectures/families.ts';
import type { Model } from '../../../shared/entities.ts';
import { aboutModel } from './about-model.ts';
import { type CheckpointFolder, readCheckpointFolder } from '../checkpoints/checkpoint-folder.ts';
import { findCompiled } from './compiled-folder.ts';
import { hashFiles, sha256 } from '../files/hashing.ts';
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

  /** sha256 over the weights. @param beforeReading called when they must be read for it */
  weightsHash(
    checkpoint: CheckpointFolder,
    beforeReading?: () => void,
    signal?: AbortSignal,
  ): Promise<string> {
    return hashFiles(checkpoint.weightFiles, this.#hashCache, beforeReading, signal);
  }

  /** sha256 of a file, remembered as that of weights is. */
  fileHash(path: string): Promise<string> {
    return hashFiles([path], this.#hashCache);
  }

  /**
   * The facts of the checkpoint in a folder, and whether it has been compiled.
   * @throws PairlensError MODEL_NOT_FOUND, MODEL_INVALID, MODEL_UNSUPPORTED, TENSOR_MISSING, CHECKPOINT_INVALID,
   *   FILE_UNREADABLE
   */
  async read(folder: string): Promise<ModelFacts & { readonly compiled: boolean }> {
    const checkpoint = await readCheckpointFolder(folder);
    const weightsHash = await this.weightsHash(checkpoint);
    const files = await listModelFiles(checkpoint);
    return {
      ...(await this.#sizesOf(checkpoint, weightsHash)),
      weightsHash,
      tokenizerHash: await hashTokenizer(folder),
      bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
      compiled: (await findCompiled(this.#modelsFolder, checkpoint, weightsHash)) !== null,
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
