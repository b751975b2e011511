/** Writes weights.data: each planned tensor read, upcast to float32, brought into its layout, and put in its place. */
import { type FileHandle, open } from 'node:fs/promises';
import type { PlannedWeight, WeightsPlan } from '../../../core/architectures/weights-plan.ts';
import { isFloatType, toFloat32 } from '../../../core/checkpoints/float-types.ts';
import { PairlensError } from '../../../shared/errors.ts';
import { readAt, type StoredTensor } from './checkpoint-folder.ts';
import { readFailure, writeFailure } from '../file-failures.ts';

/** Holds one tensor in memory at a time. */
export async function writeWeights(
  path: string,
  plan: WeightsPlan,
  tensors: ReadonlyMap<string, StoredTensor>,
): Promise<void> {
  const sources = new Map<string, FileHandle>();
  try {
    await using target = await open(path, 'wx');
    for (const weight of plan.weights) {
      const stored = tensors.get(weight.tensor);
      if (!stored)
        throw new PairlensError('TENSOR_MISSING', `the checkpoint has no tensor "${weight.tensor}"`);
      const values = await readTensor(sources, weight, stored);
      await writeAt(target, path, new Uint8Array(values.buffer), weight.offset);
    }
    await target.sync();
  } finally {
    for (const source of sources.values()) await source.close();
  }
}

async function readTensor(
  sources: Map<string, FileHandle>,
  { tensor, shape, transposed }: PlannedWeight,
  { file, dtype, begin, end }: StoredTensor,
): Promise<Float32Array> {
  if (!isFloatType(dtype)) throw new PairlensError('CHECKPOINT_INVALID', `tensor "${tensor}" is ${dtype}`);
  try {
    const source = sources.get(file) ?? (await open(file, 'r'));
    sources.set(file, source);
    const values = toFloat32(dtype, await readAt(source, begin, end - begin));
    return transposed ? transpose(values, shape) : values;
  } catch (error) {
    throw readFailure(file, error);
  }
}

/** Side of the squares that a transpose goes by: both squares of it stay in the processor's first cache. */
const TILE = 32;

/** @param values [rows, columns], row-major @returns [columns, rows], row-major */
function transpose(values: Float32Array, [rows = 1, columns = 1]: readonly number[]): Float32Array {
  const result = new Float32Array(values.length);
  for (let top = 0; top < rows; top += TILE)
    for (let left = 0; left < columns; left += TILE) {
      const bottom = Math.min(top + TILE, rows);
      const right = Math.min(left + TILE, columns);
      for (let column = left; column < right; column++)
        for (let row = top; row < bottom; row++)
          result[column * rows + row] = values[row * columns + column] ?? 0;
    }
  return result;
}

async function writeAt(target: FileHandle, path: string, bytes: Uint8Array, position: number): Promise<void> {
  try {
    for (let done = 0; done < bytes.length;) {
      const { bytesWritten } = await target.write(bytes, done, bytes.length - done, position + done);
      done += bytesWritten;
    }
  } catch (error) {
    throw writeFailure(path, error);
  }
}
