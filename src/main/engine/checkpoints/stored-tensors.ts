/** The tensors of a checkpoint: what they are and where they lie. Only the parts of the files that say so are read. */
import { type FileHandle, open } from 'node:fs/promises';
import { basename } from 'node:path';
import { parseSafetensorsHeader, safetensorsHeaderLength } from '../../../core/checkpoints/safetensors.ts';
import type { TensorEntry } from '../../../core/checkpoints/tensor-index.ts';
import { isActionable, PairlensError } from '../../../shared/errors.ts';
import { errorAt, readFailure } from '../files/failures.ts';
import type { CheckpointFolder } from './checkpoint-folder.ts';
import { readAt } from '../files/read-at.ts';
import { refuseOtherFiles } from './other-files.ts';
import { readTorchTensors } from './torch-tensors.ts';

/** A tensor, and the file that it is in. */
export interface StoredTensor extends TensorEntry {
  readonly file: string;
}

/**
 * Every tensor of the checkpoint, by its name there.
 * @throws PairlensError CHECKPOINT_INVALID (a file is not what it claims to be, or two of them have the same tensor),
 *   TENSOR_MISSING (a shard lacks what the index promises), FILE_UNREADABLE
 */
export async function indexTensors({
  weightFiles,
  weightMap,
}: Pick<CheckpointFolder, 'weightFiles' | 'weightMap'>): Promise<Map<string, StoredTensor>> {
  const index = new Map<string, StoredTensor>();
  for (const file of weightFiles)
    for (const [name, entry] of await readTensorEntries(file)) {
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
  for (const [tensor, shard] of weightMap) {
    const file = index.get(tensor)?.file;
    if (file === undefined || basename(file) !== shard)
      throw new PairlensError(
        'TENSOR_MISSING',
        `${shard} has no tensor "${tensor}", which the checkpoint's index says is there`,
        { tensor, shard },
      );
  }
  return index;
}

async function readTensorEntries(file: string): Promise<ReadonlyMap<string, TensorEntry>> {
  try {
    await using handle = await open(file, 'r');
    const { size } = await handle.stat();
    await refuseOtherFiles(handle, size);
    return file.endsWith('.safetensors')
      ? await readSafetensorsEntries(handle, size)
      : await readTorchTensors(handle, size);
  } catch (error) {
    throw isActionable(error) ? errorAt(file, error) : readFailure(file, error);
  }
}

async function readSafetensorsEntries(
  handle: FileHandle,
  size: number,
): Promise<ReadonlyMap<string, TensorEntry>> {
  const prefix = await readAt(handle, 0, Math.min(8, size));
  const headerLength = safetensorsHeaderLength(prefix, size);
  return parseSafetensorsHeader(await readAt(handle, 0, 8 + headerLength), size).tensors;
}
