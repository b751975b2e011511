/** Replacements and activations of single rows, and of the batch that they make. */
import type { Activation } from '../inference/hooked-session.ts';
import type { Replacement } from '../inference/replacement.ts';
import { commonDims, type Dims, elementCount, sourceIndices } from './broadcast.ts';

/** One row of an activation, as a batch of one. */
export function rowOf({ dims, data }: Activation, row: number): Activation {
  const own = dims.with(0, 1);
  const size = elementCount(own);
  return { dims: own, data: data.subarray(row * size, (row + 1) * size) };
}

/** What replaces in each row of a batch what is its own. @param rows each of one row, for the same hook point */
export function stackRows(rows: readonly Replacement[]): Replacement {
  const maskDims = stackedDims(rows.map(({ mask }) => mask.dims));
  const valueDims = stackedDims(rows.map(({ values }) => values.dims));
  const mask = new Uint8Array(elementCount(maskDims));
  const values = new Float32Array(elementCount(valueDims));
  rows.forEach((row, index) => {
    // Where nothing is replaced, what by does not matter.
    if (!row.mask.data.includes(1)) return;
    place(mask, maskDims, index, row.mask);
    place(values, valueDims, index, row.values);
  });
  return { mask: { dims: maskDims, data: mask }, values: { dims: valueDims, data: values } };
}

function stackedDims(rows: readonly Dims[]): number[] {
  const [first = [], ...others] = rows;
  return others.reduce<number[]>((dims, own) => commonDims(dims, own), [...first]).with(0, rows.length);
}

function place<Data extends Uint8Array | Float32Array>(
  target: Data,
  dims: Dims,
  row: number,
  source: { readonly dims: Dims; readonly data: Data },
): void {
  const indices = sourceIndices(dims.with(0, 1), source.dims);
  const start = row * indices.length;
  indices.forEach((from, i) => (target[start + i] = source.data[from] ?? 0));
}
