/** Element types of checkpoints, and how their bytes become float32. Bytes are little-endian throughout. */

import type { WeightType } from '../onnx/graph.ts';

/** Bytes of one element, by the name that safetensors gives the type. */
export const ELEMENT_SIZES = {
  BOOL: 1,
  U8: 1,
  I8: 1,
  F8_E4M3: 1,
  F8_E5M2: 1,
  U16: 2,
  I16: 2,
  F16: 2,
  BF16: 2,
  U32: 4,
  I32: 4,
  F32: 4,
  U64: 8,
  I64: 8,
  F64: 8,
} as const;

export type ElementType = keyof typeof ELEMENT_SIZES;

/** The types that {@link toFloat32} can read. */
export const FLOAT_TYPES = ['F16', 'BF16', 'F32', 'F64'] as const;
export type FloatType = (typeof FLOAT_TYPES)[number];

export function isElementType(value: unknown): value is ElementType {
  return typeof value === 'string' && Object.hasOwn(ELEMENT_SIZES, value);
}

export function isFloatType(type: ElementType): type is FloatType {
  return (FLOAT_TYPES as readonly ElementType[]).includes(type);
}

/**
 * The elements of `bytes` as float32: F16 and BF16 exactly, subnormals included; F64 rounded to nearest, and infinite
 * beyond the range of float32, as PyTorch has it. Infinities and NaNs stay what they are. The result never shares
 * memory with `bytes`, which need not be aligned.
 */
export function toFloat32(type: FloatType, bytes: Uint8Array): Float32Array {
  const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  switch (type) {
    case 'F32':
      return new Float32Array(buffer);
    case 'F16':
      return new Float32Array(new Float16Array(buffer));
    case 'F64':
      return new Float32Array(new Float64Array(buffer));
    case 'BF16': {
      // bfloat16 is the upper half of a float32.
      const halves = new Uint16Array(buffer);
      const words = new Uint32Array(halves.length);
      for (let i = 0; i < halves.length; i++) words[i] = (halves[i] ?? 0) << 16;
      return new Float32Array(words.buffer);
    }
  }
}

/** The elements of `bytes`, of a compiled model's weights, as float32: exactly. Never shares memory with `bytes`. */
export function weightsAsFloat32(type: WeightType, bytes: Uint8Array): Float32Array {
  return toFloat32(CHECKPOINT_TYPES[type], bytes);
}

/**
 * Values as a compiled model's weights file has them.
 * @param values of which each is one that the type has: nothing is rounded
 */
export function weightBytes(type: WeightType, values: Float32Array): Uint8Array {
  switch (type) {
    case 'float32':
      return bytesOf(values);
    case 'float16':
      return bytesOf(new Float16Array(values));
    case 'bfloat16': {
      const words = new Uint32Array(values.buffer, values.byteOffset, values.length);
      const halves = new Uint16Array(words.length);
      for (let i = 0; i < halves.length; i++) halves[i] = (words[i] ?? 0) >>> 16;
      return bytesOf(halves);
    }
  }
}

const CHECKPOINT_TYPES = { float32: 'F32', float16: 'F16', bfloat16: 'BF16' } as const;

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
