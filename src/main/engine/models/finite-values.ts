/** A value that is not finite makes every number that it reaches undefined: a checkpoint with one is not compiled. */
import { PairlensError } from '../../../shared/errors.ts';
import type { PlannedWeight } from '../../../core/architectures/weights-plan.ts';
import type { StoredTensor } from '../checkpoints/stored-tensors.ts';
import type { TensorValues } from '../checkpoints/tensor-values.ts';

/**
 * The same values; when the last of them has been read, a tensor with values that are not finite in float32 is refused.
 * @throws PairlensError CHECKPOINT_INVALID, when reading, naming the tensor, the first such place, and how many there are
 */
export function finiteValues(
  { tensor, shape }: Pick<PlannedWeight, 'tensor' | 'shape'>,
  { dtype, file }: Pick<StoredTensor, 'dtype' | 'file'>,
  values: TensorValues,
): TensorValues {
  const total = shape.reduce((product, length) => product * length, 1);
  let first: { readonly place: string; readonly value: number } | null = null;
  let count = 0;
  /** Up to where the values have been looked at: a matrix that is transposed is read more than once. */
  let seen = 0;
  return {
    read: async (from, length) => {
      const read = await values.read(from, length);
      for (let i = Math.max(0, seen - from); i < length; i++) {
        const value = read[i] ?? 0;
        if (Number.isFinite(value)) continue;
        first ??= { place: placeOf(from + i, shape), value };
        count++;
      }
      seen = Math.max(seen, from + length);
      if (first === null || seen < total) return read;
      const what = inWords(first.value, dtype);
      const others = count > 1 ? `; in all ${count} of its ${total} values are not finite` : '';
      throw new PairlensError(
        'CHECKPOINT_INVALID',
        `${file}: tensor "${tensor}" has ${what} at [${first.place}]${others}: with it the model computes nothing that is a ` +
          'number. The checkpoint was saved so (training diverged, or it was converted to a type that is too narrow): ' +
          'use an earlier one, or save it again in float32',
        { tensor, place: first.place, count },
      );
    },
  };
}

function inWords(value: number, dtype: string): string {
  if (Number.isNaN(value)) return 'a value that is not a number (NaN)';
  const infinite = value > 0 ? 'infinity' : 'minus infinity';
  return dtype === 'F64' ? `${infinite}, or a value beyond the range of float32,` : infinite;
}

/** '3, 0', from the number of an element in row-major order. */
function placeOf(element: number, shape: readonly number[]): string {
  let rest = element;
  const place = shape.toReversed().map((length) => {
    const index = rest % length;
    rest = Math.floor(rest / length);
    return index;
  });
  return place.toReversed().join(', ');
}
