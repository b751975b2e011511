/**
 * Writes weights.data: each planned tensor read, brought into its layout and its type, and put in its place. A
 * tensor goes by blocks, so that memory does not grow with the checkpoint nor with its largest tensor.
 */
import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import {
  type PlannedWeight,
  WEIGHT_BYTES,
  type WeightsPlan,
} from '../../../core/architectures/weights-plan.ts';
import { weightBytes } from '../../../core/checkpoints/float-types.ts';
import { PairlensError } from '../../../shared/errors.ts';
import { readFailure, writeFailure } from '../files/failures.ts';
import type { StoredTensor } from '../checkpoints/stored-tensors.ts';
import { type TensorValues, tensorValues } from '../checkpoints/tensor-values.ts';
import { finiteValues } from './finite-values.ts';

/** How much of a tensor is held at a time, in elements. */
interface Portions {
  /** That is read. */
  readonly block: number;
  /** Of a transposed tensor that is put together. */
  readonly panel: number;
}
/** 4 MiB and 64 MiB. */
const PORTIONS: Portions = { block: 1 << 20, panel: 16 << 20 };

export interface WeightsWriting {
  readonly signal?: AbortSignal | undefined;
  /** Told how many bytes are written, of how many. */
  readonly onBytes?: ((written: { readonly done: number; readonly total: number }) => void) | undefined;
}

/**
 * @param path must not exist
 * @returns sha256 of the file, of what was written: reading the file gives the same, unless the disk has lost something
 * @throws PairlensError TENSOR_MISSING, CHECKPOINT_INVALID (also for a value that is not finite), FILE_NOT_FOUND, FILE_UNREADABLE; DISK_FULL, FILE_UNWRITABLE;
 *   when `signal` says so, between two pieces
 */
export async function writeWeights(
  path: string,
  plan: Pick<WeightsPlan, 'weights'>,
  tensors: ReadonlyMap<string, StoredTensor>,
  { portions = PORTIONS, signal, onBytes }: WeightsWriting & { readonly portions?: Portions } = {},
): Promise<string> {
  const sources = new Map<string, FileHandle>();
  const total = plan.weights.reduce((sum, { length }) => sum + length, 0);
  let done = 0;
  const hash = new SequentialHash();
  try {
    await using target = await open(path, 'wx');
    for (const weight of plan.weights) {
      const stored = tensors.get(weight.tensor);
      if (!stored)
        throw new PairlensError('TENSOR_MISSING', `the checkpoint has no tensor "${weight.tensor}"`);
      const write = async (values: Float32Array, element: number) => {
        signal?.throwIfAborted();
        const bytes = weightBytes(weight.type, values);
        const position = weight.offset + element * WEIGHT_BYTES[weight.type];
        await writeAt(target, path, bytes, position);
        hash.update(bytes, position);
        done += bytes.byteLength;
        onBytes?.({ done, total });
      };
      const values = finiteValues(weight, stored, await openTensor(sources, weight.tensor, stored));
      await copyTensor(weight, values, write, portions);
    }
    await target.sync();
    return hash.digest();
  } finally {
    for (const source of sources.values()) await source.close();
  }
}

/** sha256 of a file that is written from its beginning to its end, with gaps of zeros. */
class SequentialHash {
  readonly #hash = createHash('sha256');
  #end = 0;

  update(bytes: Uint8Array, position: number): void {
    if (position < this.#end) throw new Error('weights are written in the order of their places');
    this.#hash.update(new Uint8Array(position - this.#end));
    this.#hash.update(bytes);
    this.#end = position + bytes.byteLength;
  }

  digest(): string {
    return this.#hash.digest('hex');
  }
}

async function openTensor(
  sources: Map<string, FileHandle>,
  name: string,
  stored: StoredTensor,
): Promise<TensorValues> {
  const { file } = stored;
  try {
    const source = sources.get(file) ?? (await open(file, 'r'));
    sources.set(file, source);
    const values = await tensorValues(source, name, stored);
    return {
      read: async (first, count) => {
        try {
          return await values.read(first, count);
        } catch (error) {
          throw readFailure(file, error);
        }
      },
    };
  } catch (error) {
    throw readFailure(file, error);
  }
}

/** Puts values in their place, counted in elements from where the tensor begins. */
type Write = (values: Float32Array, element: number) => Promise<void>;

function copyTensor(
  weight: PlannedWeight,
  values: TensorValues,
  write: Write,
  portions: Portions,
): Promise<void> {
  const [rows = 1, columns = 1] = weight.shape;
  return weight.transposed
    ? copyTransposed(rows, columns, values, write, portions)
    : copyAsStored(weight.length / WEIGHT_BYTES[weight.type], values, write, portions);
}

async function copyAsStored(
  count: number,
  values: TensorValues,
  write: Write,
  { block }: Portions,
): Promise<void> {
  for (let first = 0; first < count; first += block)
    await write(await values.read(first, Math.min(block, count - first)), first);
}

/** [rows, columns] becomes [columns, rows]: as many columns at a time as a panel holds, over all rows by blocks. */
async function copyTransposed(
  rows: number,
  columns: number,
  values: TensorValues,
  write: Write,
  portions: Portions,
): Promise<void> {
  const panelColumns = Math.max(1, Math.floor(portions.panel / rows));
  const blockRows = Math.max(1, Math.floor(portions.block / columns));
  for (let left = 0; left < columns; left += panelColumns) {
    const right = Math.min(left + panelColumns, columns);
    const panel = new Float32Array((right - left) * rows);
    for (let top = 0; top < rows; top += blockRows) {
      const bottom = Math.min(top + blockRows, rows);
      const block = await values.read(top * columns, (bottom - top) * columns);
      transposeInto(panel, block, { rows, columns, left, right, top, bottom });
    }
    await write(panel, left * rows);
  }
}

interface Window {
  /** Of the whole tensor. */
  readonly rows: number;
  readonly columns: number;
  /** The columns that go into the panel. */
  readonly left: number;
  readonly right: number;
  /** The rows that the block has. */
  readonly top: number;
  readonly bottom: number;
}

/** Side of the squares that a transpose goes by: both squares of it stay in the processor's first cache. */
const TILE = 32;

/**
 * @param panel [right - left, rows], row-major
 * @param block [bottom - top, columns], row-major
 */
function transposeInto(panel: Float32Array, block: Float32Array, window: Window): void {
  const { rows, columns, left, right, top, bottom } = window;
  for (let tileTop = top; tileTop < bottom; tileTop += TILE)
    for (let tileLeft = left; tileLeft < right; tileLeft += TILE) {
      const tileBottom = Math.min(tileTop + TILE, bottom);
      const tileRight = Math.min(tileLeft + TILE, right);
      for (let column = tileLeft; column < tileRight; column++)
        for (let row = tileTop; row < tileBottom; row++)
          panel[(column - left) * rows + row] = block[(row - top) * columns + column] ?? 0;
    }
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
