/** A Hugging Face checkpoint on disk: config.json, and the weights in one file or in several. */
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { PairlensError } from '../../../shared/errors.ts';
import { isMissingFile, readFailure } from '../files/failures.ts';
import { readText } from '../files/read-text.ts';
import { CONFIG_FILE, indexOf, shardIndex, WEIGHTS_FILES } from './model-files.ts';
import { shardsWithoutIndex, withoutConfig, withoutWeights } from './other-folders.ts';

/** Configs have a few kilobytes; with a name for each of thousands of labels, some hundred. */
const LARGEST_CONFIG_BYTES = 2 ** 22;

export interface CheckpointFolder {
  readonly folder: string;
  readonly config: Readonly<Record<string, unknown>>;
  /** config.json as it is stored. */
  readonly configText: string;
  /** Paths of the files with weights, in the order of their names. */
  readonly weightFiles: readonly string[];
  /** Which file has which tensor, as the index of a checkpoint in shards says; empty for one in a single file. */
  readonly weightMap: ReadonlyMap<string, string>;
}

type WeightFiles = Pick<CheckpointFolder, 'weightFiles' | 'weightMap'>;

/**
 * @throws PairlensError MODEL_NOT_FOUND (no such folder), MODEL_INVALID (no config.json, no JSON in it, no weights),
 *   FILE_UNREADABLE
 */
export async function readCheckpointFolder(folder: string): Promise<CheckpointFolder> {
  const files = await listFolder(folder);
  if (!files.includes(CONFIG_FILE)) throw await withoutConfig(folder, files);
  const configText = await readText(join(folder, CONFIG_FILE), LARGEST_CONFIG_BYTES);
  const config = parseObject(join(folder, CONFIG_FILE), configText);
  return { folder, config, configText, ...(await findWeightFiles(folder, files)) };
}

async function listFolder(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isMissingFile(error))
      throw new PairlensError(
        'MODEL_NOT_FOUND',
        `there is no model folder ${folder}`,
        { path: folder },
        error,
      );
    throw readFailure(folder, error);
  }
}

function parseObject(path: string, text: string): Record<string, unknown> {
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
  } catch (error) {
    const isPointer = text.startsWith('version https://git-lfs');
    const what = isPointer ? 'a Git LFS pointer (git lfs pull fetches the file)' : 'not a JSON object';
    throw new PairlensError('MODEL_INVALID', `${path} is ${what}`, { path }, error);
  }
}

async function findWeightFiles(folder: string, files: readonly string[]): Promise<WeightFiles> {
  for (const name of WEIGHTS_FILES) {
    if (files.includes(name)) return { weightFiles: [join(folder, name)], weightMap: new Map() };
    const index = indexOf(name);
    if (files.includes(index)) return readShardIndex(folder, index, files);
  }
  const shards = shardsWithoutIndex(folder, files);
  if (shards !== null) return { weightFiles: shards.map((name) => join(folder, name)), weightMap: new Map() };
  throw await withoutWeights(folder, files);
}

async function readShardIndex(folder: string, index: string, files: readonly string[]): Promise<WeightFiles> {
  const path = join(folder, index);
  const refuse = (message: string) => new PairlensError('MODEL_INVALID', `${path} ${message}`, { path });
  const parsed = shardIndex.safeParse(parseObject(path, await readText(path)));
  if (!parsed.success) throw refuse('has no weight_map from tensors to files');
  const weightMap = new Map(Object.entries(parsed.data.weight_map));
  const shards = [...new Set(weightMap.values())].sort();
  if (shards.length === 0) throw refuse('lists no files');
  for (const shard of shards)
    // The index comes with the checkpoint; it must not reach outside of the folder.
    if (shard !== basename(shard) || !files.includes(shard))
      throw refuse(`names a file that is not in the folder: ${shard}`);
  return { weightFiles: shards.map((shard) => join(folder, shard)), weightMap };
}
