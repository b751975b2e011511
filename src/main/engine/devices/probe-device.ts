/** Whether a device computes at all: one product of two matrices in a session of it, held against the same sum done here. */
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { encodeModel } from '../../../core/onnx/encode.ts';
import { Graph } from '../../../core/onnx/graph.ts';
import { matMul } from '../../../core/onnx/operators.ts';
import type { Device } from '../../../shared/device-names.ts';
import { sessionOptions } from '../inference/session-options.ts';

const SIZE = 32;
/** Of a sum of 32 products of numbers in [-1, 1], in whatever order a device adds them; half precision would not do. */
const TOLERANCE = 1e-4;

/** @returns how long opening and running took, in milliseconds @throws Error what ONNX Runtime says, or a wrong product */
export async function probeDevice(device: Device): Promise<number> {
  const began = performance.now();
  const session = await InferenceSession.create(productGraph(), sessionOptions(device));
  try {
    const left = matrix(0.37);
    const right = matrix(0.73);
    const { product } = await session.run({
      left: new Tensor('float32', left, [SIZE, SIZE]),
      right: new Tensor('float32', right, [SIZE, SIZE]),
    });
    const milliseconds = performance.now() - began;
    const given = product?.data;
    if (!(given instanceof Float32Array)) throw new Error('no product came back');
    const difference = largestDifference(given, productOf(left, right));
    if (!(difference <= TOLERANCE))
      throw new Error(`a product of two matrices came back wrong by ${difference.toExponential(1)}`);
    return milliseconds;
  } finally {
    await session.release();
  }
}

function productGraph(): Uint8Array {
  const graph = new Graph();
  const left = graph.input('left', 'float32', [SIZE, SIZE]);
  const right = graph.input('right', 'float32', [SIZE, SIZE]);
  graph.expose('product', matMul(graph, left, right), [SIZE, SIZE]);
  return encodeModel(graph, { externalFile: 'none', producerVersion: '1' });
}

/** [row, column], row-major. */
function matrix(step: number): Float32Array {
  return Float32Array.from({ length: SIZE * SIZE }, (_, at) => Math.sin(at * step));
}

function productOf(left: Float32Array, right: Float32Array): Float64Array {
  return Float64Array.from({ length: SIZE * SIZE }, (_, at) => {
    const row = Math.floor(at / SIZE);
    let sum = 0;
    for (let inner = 0; inner < SIZE; inner++)
      sum += (left[row * SIZE + inner] ?? 0) * (right[inner * SIZE + (at % SIZE)] ?? 0);
    return sum;
  });
}

function largestDifference(given: Float32Array, expected: Float64Array): number {
  return expected.reduce((worst, value, at) => Math.max(worst, Math.abs(value - (given[at] ?? NaN))), 0);
}
