import { type ParameterView, rowMajorStrides } from '../../../core/architectures/parameter-view.ts';

/** How many numbers are read at a time, at most: 4 MiB of them. */
const BLOCK = 1 << 20;

interface ViewAxis {
  readonly size: number;
  /** Numbers from one place to the next in the file, and in the result. */
  readonly stride: number;
  readonly step: number;
}

/** Reads `count` numbers of a file from number `first` on. */
export type ReadNumbers = (first: number, count: number) => Promise<Float32Array>;

/**
 * The numbers of a view, row-major. They are read by blocks in the order of the file and put in their places, so that
 * besides the result no more than a block is held.
 * @param block numbers that are read at a time, at most
 */
export async function readView(view: ParameterView, read: ReadNumbers, block = BLOCK): Promise<Float32Array> {
  const { shape, strides, offset } = view;
  const result = new Float32Array(shape.reduce((product, size) => product * size, 1));
  const steps = rowMajorStrides(shape);
  const axes = shape
    .map((size, axis): ViewAxis => ({ size, stride: strides[axis] ?? 1, step: steps[axis] ?? 1 }))
    .toSorted((a, b) => b.stride - a.stride);
  await readAxes(axes, offset, 0, { read, block, result });
  return result;
}

interface Reading {
  readonly read: ReadNumbers;
  readonly block: number;
  readonly result: Float32Array;
}

/** @param axes the one with the largest stride first @param from place in the file @param to place in the result */
async function readAxes(
  axes: readonly ViewAxis[],
  from: number,
  to: number,
  reading: Reading,
): Promise<void> {
  const { read, block, result } = reading;
  if (spanOf(axes) <= block) {
    scatter(axes, await read(from, spanOf(axes)), 0, result, to);
    return;
  }
  // As much of the first axis at a time as fits into a block, or, where one place of it does not, each place by itself.
  const [first, ...rest] = axes;
  if (!first) return;
  const { size, stride, step } = first;
  const inner = spanOf(rest);
  const places = inner > block ? 1 : Math.floor((block - inner) / stride) + 1;
  for (let start = 0; start < size; start += places) {
    const part = { ...first, size: Math.min(places, size - start) };
    const own = inner > block ? rest : [part, ...rest];
    await readAxes(own, from + start * stride, to + start * step, reading);
  }
}

/** Numbers from the first one to the last, both included, and those in between that are not of the view. */
function spanOf(axes: readonly ViewAxis[]): number {
  return axes.reduce((span, { size, stride }) => span + (size - 1) * stride, 1);
}

function scatter(
  axes: readonly ViewAxis[],
  source: Float32Array,
  from: number,
  target: Float32Array,
  to: number,
): void {
  const [first, ...rest] = axes;
  if (!first) {
    target[to] = source[from] ?? 0;
    return;
  }
  const { size, stride, step } = first;
  if (rest.length > 0)
    for (let i = 0; i < size; i++) scatter(rest, source, from + i * stride, target, to + i * step);
  else if (stride === 1 && step === 1) target.set(source.subarray(from, from + size), to);
  else for (let i = 0; i < size; i++) target[to + i * step] = source[from + i * stride] ?? 0;
}
