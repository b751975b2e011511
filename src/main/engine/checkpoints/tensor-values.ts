/** The values of a stored tensor, read as float32 a block at a time. */
import {
  FLOAT_TYPES,
  ELEMENT_SIZES,
  type FloatType,
  isFloatType,
  toFloat32,
} from '../../../core/checkpoints/float-types.ts';
import { PairlensError } from '../../../shared/errors.ts';
import { type Readable, readAt } from '../files/read-at.ts';
import type { StoredTensor } from './stored-tensors.ts';

export interface TensorValues {
  /** `count` elements from number `first` on, counted row-major over the tensor's shape. */
  read(first: number, count: number): Promise<Float32Array>;
}

/**
 * @param source the tensor's file, open for as long as its values are read
 * @throws PairlensError CHECKPOINT_INVALID when the tensor is not floating-point
 */
export async function tensorValues(
  source: Readable,
  name: string,
  stored: StoredTensor,
): Promise<TensorValues> {
  const { dtype, shape, begin, end, strides } = stored;
  if (!isFloatType(dtype))
    throw new PairlensError(
      'CHECKPOINT_INVALID',
      `tensor "${name}" is ${dtype}, none of ${FLOAT_TYPES.join(', ')}`,
    );
  // A view whose rows do not follow each other is read whole, and its elements collected from there.
  if (strides) return stridedValues(dtype, shape, strides, await readAt(source, begin, end - begin));
  const size = ELEMENT_SIZES[dtype];
  return {
    read: async (first, count) => toFloat32(dtype, await readAt(source, begin + first * size, count * size)),
  };
}

/** @param span from the view's first element to its last, as they lie in the file */
function stridedValues(
  dtype: FloatType,
  shape: readonly number[],
  strides: readonly number[],
  span: Uint8Array,
): TensorValues {
  const size = ELEMENT_SIZES[dtype];
  return {
    read: async (first, count) => {
      const bytes = new Uint8Array(count * size);
      const place = placeOf(first, shape);
      for (let i = 0; i < count; i++) {
        const at = place.reduce((sum, index, axis) => sum + index * (strides[axis] ?? 0), 0) * size;
        for (let byte = 0; byte < size; byte++) bytes[i * size + byte] = span[at + byte] ?? 0;
        step(place, shape);
      }
      return toFloat32(dtype, bytes);
    },
  };
}

/** Indices of an element, from its number in row-major order. */
function placeOf(element: number, shape: readonly number[]): number[] {
  const place = shape.map(() => 0);
  for (let axis = shape.length - 1, rest = element; axis >= 0; axis--) {
    const length = shape[axis] ?? 1;
    place[axis] = rest % length;
    rest = Math.floor(rest / length);
  }
  return place;
}

/** On to the next element in row-major order. */
function step(place: number[], shape: readonly number[]): void {
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const next = (place[axis] ?? 0) + 1;
    place[axis] = next === shape[axis] ? 0 : next;
    if (place[axis] !== 0) return;
  }
}
