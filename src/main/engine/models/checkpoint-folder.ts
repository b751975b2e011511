/** A Hugging Face checkpoint on disk: config.json, and the weights in one safetensors file or in several. */
import { open, readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import {
  parseSafetensorsHeader,
  safetensorsHeaderLength,
  type TensorEntry,
} from '../../../core/checkpoints/safetensors.ts';
import { PairlensError } from '../../../shared/errors.ts';
import { isMissingFile, readFailure } from '../file-failures.ts';
import { aboutModel } from './about-model.ts';

const CONFIG_FILE = 'config.json';
const WEIGHTS_FILE = 'model.safetensors';
const SHARD_INDEX_FILE = 'model.safetensors.index.json';

export interface CheckpointFolder {
  readonly folder: string;
  readonly config: Readonly<Record<string, unknown>>;
  /** config.json as it is stored. */
  readonly configText: string;
  /** Paths of the files with weights, in the order of their names. */
  readonly weightFiles: readonly string[];
}

/** A tensor, and the file that it is in. */
export interface StoredTensor extends TensorEntry {
  readonly file: string;
}

/**
 * @throws PairlensError MODEL_NOT_FOUND (no such folder), MODEL_INVALID (no config.json, no JSON in it, no weights),
 *   FILE_UNREADABLE
 */
export async function readCheckpointFolder(folder: string): Promise<CheckpointFolder> {
  const files = await listFolder(folder);
  if (!files.includes(CONFIG_FILE))
    throw new PairlensError('MODEL_INVALID', `${folder} has no ${CONFIG_FILE}`, { path: folder });
  const configText = await readText(join(folder, CONFIG_FILE));
  const config = parseObject(join(folder, CONFIG_FILE), configText);
  return { folder, config, configText, weightFiles: await findWeightFiles(folder, files) };
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

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw readFailure(path, error);
  }
}

function parseObject(path: string, text: string): Record<string, unknown> {
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
  } catch (error) {
    throw new PairlensError('MODEL_INVALID', `${path} is not a JSON object`, { path }, error);
  }
}

const shardIndex = z.object({ weight_map: z.record(z.string(), z.string()) });

async function findWeightFiles(folder: string, files: readonly string[]): Promise<string[]> {
  if (files.includes(WEIGHTS_FILE)) return [join(folder, WEIGHTS_FILE)];
  if (!files.includes(SHARD_INDEX_FILE)) {
    const others = files.filter((name) => /\.(bin|pt|pth|h5|msgpack|onnx)$/.test(name));
    const hint = others.length > 0 ? ` (only ${others.join(', ')}, which Pairlens does not read)` : '';
    throw new PairlensError('MODEL_INVALID', `${folder} has no ${WEIGHTS_FILE}${hint}`, { path: folder });
  }

  const indexPath = join(folder, SHARD_INDEX_FILE);
  const parsed = shardIndex.safeParse(parseObject(indexPath, await readText(indexPath)));
  if (!parsed.success)
    throw new PairlensError('MODEL_INVALID', `${indexPath} has no weight_map from tensors to files`, {
      path: indexPath,
    });
  const shards = [...new Set(Object.values(parsed.data.weight_map))].sort();
  for (const shard of shards)
    // The index comes with the checkpoint; it must not reach outside of the folder.
    if (shard !== basename(shard) || !files.includes(shard))
      throw new PairlensError(
        'MODEL_INVALID',
        `${indexPath} names a file that is not in the folder: ${shard}`,
        {
          path: indexPath,
        },
      );
  return shards.map((shard) => join(folder, shard));
}

/**
 * Every tensor of the checkpoint, from the headers of its files.
 * @throws PairlensError CHECKPOINT_INVALID, FILE_UNREADABLE
 */
export async function indexTensors(weightFiles: readonly string[]): Promise<Map<string, StoredTensor>> {
  const index = new Map<string, StoredTensor>();
  for (const file of weightFiles)
    for (const [name, entry] of await readHeader(file)) {
      const other = index.get(name);
      if (other)
        throw new PairlensError(
          'CHECKPOINT_INVALID',
          `tensor "${name}" is in both ${other.file} and ${file}`,
          {
            tensor: name,
          },
        );
      index.set(name, { ...entry, file });
    }
  return index;
}

async function readHeader(file: string): Promise<ReadonlyMap<string, TensorEntry>> {
  try {
    await using handle = await open(file, 'r');
    const { size } = await handle.stat();
    const prefix = await readAt(handle, 0, Math.min(8, size));
    const headerLength = aboutModel(file, () => safetensorsHeaderLength(prefix, size));
    const beginning = await readAt(handle, 0, 8 + headerLength);
    return aboutModel(file, () => parseSafetensorsHeader(beginning, size)).tensors;
  } catch (error) {
    throw readFailure(file, error);
  }
}

interface Readable {
  read(buffer: Uint8Array, options: { offset: number; position: number }): Promise<{ bytesRead: number }>;
}

/** @throws PairlensError CHECKPOINT_INVALID when the file ends before `length` bytes are read */
export async function readAt(handle: Readable, position: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  let done = 0;
  while (done < length) {
    const { bytesRead } = await handle.read(bytes.subarray(done), { offset: 0, position: position + done });
    if (bytesRead === 0)
      throw new PairlensError(
        'CHECKPOINT_INVALID',
        `the file ends at byte ${position + done}, short of ${position + length}`,
      );
    done += bytesRead;
  }
  return bytes;
}

/** Whether there is a folder at this path. */
export async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    if (isMissingFile(error)) return false;
    throw readFailure(path, error);
  }
}
