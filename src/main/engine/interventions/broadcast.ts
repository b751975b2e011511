/** Tensors whose axes of size 1 stand for "the same all along", as NumPy and ONNX broadcast them. Row-major. */

export type Dims = readonly number[];

export function elementCount(dims: Dims): number {
  return dims.reduce((product, size) => product * size, 1);
}

/** Whether `dims` can stand for `full`: as many axes, each of the same size or of 1. */
export function fits(dims: Dims, full: Dims): boolean {
  return dims.length === full.length && dims.every((size, axis) => size === full[axis] || size === 1);
}

/** The dims of what two tensors of fitting dims make together. */
export function commonDims(a: Dims, b: Dims): number[] {
  return a.map((size, axis) => Math.max(size, b[axis] ?? 1));
}

/**
 * For every element of a tensor of `dims`, in order, the index of the element that stands for it in one of `own` dims,
 * which fit.
 */
export function sourceIndices(dims: Dims, own: Dims): Uint32Array {
  let indices = Uint32Array.of(0);
  let stride = elementCount(own);
  dims.forEach((size, axis) => {
    const ownSize = own[axis] ?? 1;
    stride /= ownSize;
    const step = ownSize === 1 ? 0 : stride;
    const finer = new Uint32Array(indices.length * size);
    indices.forEach((start, at) => {
      for (let i = 0; i < size; i++) finer[at * size + i] = start + i * step;
    });
    indices = finer;
  });
  return indices;
}
