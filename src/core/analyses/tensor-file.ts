/**
 * Named tensors as the bytes of a safetensors file: F32, F64 and I32 as they are, and in its metadata `axes`, the JSON of
 * axis names by tensor. float64 comes first, so that every tensor begins at a multiple of its element's size: PyTorch
 * reads no others.
 */
import { z } from 'zod';
import { parseSafetensorsHeader, writeSafetensors } from '../checkpoints/safetensors.ts';
import type { NamedTensor, NamedTensors, TensorData } from './named-tensor.ts';

/** @param metadata what else is to be known of the tensors */
export function encodeNamedTensors(
  tensors: NamedTensors,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer> {
  const axes = Object.fromEntries([...tensors].map(([name, tensor]) => [name, tensor.axes]));
  const widestFirst = [...tensors].toSorted(
    ([, a], [, b]) => b.data.BYTES_PER_ELEMENT - a.data.BYTES_PER_ELEMENT,
  );
  return writeSafetensors(new Map(widestFirst), { ...metadata, axes: JSON.stringify(axes) });
}

const axesOf = z.record(z.string(), z.array(z.string()));

const ARRAYS: Readonly<Record<string, new (buffer: ArrayBuffer) => TensorData>> = {
  F32: Float32Array,
  F64: Float64Array,
  I32: Int32Array,
};

/** @throws CoreError CHECKPOINT_INVALID for bytes that are no such file; RangeError for a tensor of another type */
export function decodeNamedTensors(bytes: Uint8Array): NamedTensors {
  const { tensors, metadata } = parseSafetensorsHeader(bytes);
  const axes = axesOf.parse(JSON.parse(metadata['axes'] ?? '{}'));
  return new Map(
    [...tensors].map(([name, { dtype, shape, begin, end }]): [string, NamedTensor] => {
      const ofType = ARRAYS[dtype];
      if (ofType === undefined) throw new RangeError(`tensor "${name}" is ${dtype}: not of an analysis`);
      // A copy: the file's bytes need not be aligned.
      const data = new ofType(Uint8Array.from(bytes.subarray(begin, end)).buffer);
      return [name, { axes: axes[name] ?? shape.map((_, axis) => `${axis}`), shape, data }];
    }),
  );
}
