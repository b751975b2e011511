import type { WeightType } from '../onnx/graph.ts';

/**
 * A parameter as it lies in the weights file: where its first number is, and how far apart its numbers are along each axis.
 * Changing the view moves nothing, so that a part of a fused matrix, a transpose or a tied matrix is not stored again.
 */
export class ParameterView {
  /** Size of each axis. */
  readonly shape: readonly number[];
  /** Numbers from one place to the next along each axis. */
  readonly strides: readonly number[];
  /** Numbers before the first one in the file. */
  readonly offset: number;
  /** What each number is kept as. */
  readonly type: WeightType;

  constructor(
    shape: readonly number[],
    strides: readonly number[],
    offset: number,
    type: WeightType = 'float32',
  ) {
    this.shape = shape;
    this.strides = strides;
    this.offset = offset;
    this.type = type;
  }

  /** One number after the other, the last axis fastest. */
  static rowMajor(shape: readonly number[], offset: number, type?: WeightType): ParameterView {
    return new ParameterView(shape, rowMajorStrides(shape), offset, type);
  }

  /** One axis as several, the last of them fastest; their product is its size. */
  split(axis: number, sizes: readonly number[]): ParameterView {
    const stride = this.strides[axis] ?? 1;
    return new ParameterView(
      this.shape.toSpliced(axis, 1, ...sizes),
      this.strides.toSpliced(axis, 1, ...rowMajorStrides(sizes).map((inner) => inner * stride)),
      this.offset,
      this.type,
    );
  }

  /** From `start` to before `end` of one axis. */
  slice(axis: number, start: number, end: number): ParameterView {
    const offset = this.offset + start * (this.strides[axis] ?? 1);
    return new ParameterView(this.shape.with(axis, end - start), this.strides, offset, this.type);
  }

  /** What is at one place of an axis, which goes. */
  select(axis: number, index: number): ParameterView {
    const offset = this.offset + index * (this.strides[axis] ?? 1);
    return new ParameterView(
      this.shape.toSpliced(axis, 1),
      this.strides.toSpliced(axis, 1),
      offset,
      this.type,
    );
  }

  /** Axis i of the result is axis `permutation[i]` of this. */
  transpose(permutation: readonly number[]): ParameterView {
    const permuted = (values: readonly number[]) => permutation.map((axis) => values[axis] ?? 1);
    return new ParameterView(permuted(this.shape), permuted(this.strides), this.offset, this.type);
  }
}

/** Numbers from one place to the next along each axis, when the last axis is the fastest. */
export function rowMajorStrides(shape: readonly number[]): number[] {
  const strides: number[] = [];
  let stride = 1;
  for (const size of shape.toReversed()) {
    strides.unshift(stride);
    stride *= size;
  }
  return strides;
}
