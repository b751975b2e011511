/**
 * The rows of a batch in parts, each of which goes through the model by itself, so that memory does not grow with the
 * batch. Everything that a graph exposes is in memory until it ends, whatever of it is read: for a decoder of 30 layers
 * and 49,152 words that is 1.6 MB a token, and with long texts more, for patterns grow with their square.
 */
import type { AxesOfHooks } from './hooked-session.ts';

const FLOAT32_BYTES = 4;

/** Bytes of hook points in one part; a single row may need more. */
export const PART_BYTES = 256 * 2 ** 20;

export interface RowPart {
  readonly first: number;
  readonly count: number;
}

/**
 * As few parts as have no more than `bytes` of hook points each, of like size. They depend on nothing but the arguments.
 * @param axes of all that the graph exposes; only where all of it is by row there are parts
 * @param batch rows, and the length to which they are padded
 */
export function partsOfRows(
  axes: AxesOfHooks,
  { rows, length }: { readonly rows: number; readonly length: number },
  bytes = PART_BYTES,
): RowPart[] {
  if (![...axes.values()].every(([first]) => first === 'batch')) return [{ first: 0, count: rows }];
  const most = Math.max(1, Math.floor(bytes / bytesOfRow(axes, length)));
  const size = Math.ceil(rows / Math.ceil(rows / most));
  return Array.from({ length: Math.ceil(rows / size) }, (_, part) => ({
    first: part * size,
    count: Math.min(size, rows - part * size),
  }));
}

/** Of all hook points on a text of `length` tokens. */
export function bytesOfRow(axes: AxesOfHooks, length: number): number {
  const sizeOf = (axis: string | number) => (typeof axis === 'number' ? axis : axis === 'pos' ? length : 1);
  return [...axes.values()].reduce(
    (sum, own) => sum + own.reduce((product: number, axis) => product * sizeOf(axis), FLOAT32_BYTES),
    0,
  );
}

/** Values row-major, the rows of a batch along their first axis. */
interface ByRow<Data> {
  readonly dims: readonly number[];
  readonly data: Data;
}

interface TypedArray<Self> {
  readonly length: number;
  subarray(begin: number, end: number): Self;
}

/** The part's rows of what has `rows` of them, without copying; what is the same for every row stays as it is. */
export function rowsOf<Data extends TypedArray<Data>>(
  { dims, data }: ByRow<Data>,
  rows: number,
  { first, count }: RowPart,
): ByRow<Data> {
  if (dims[0] !== rows) return { dims, data };
  const size = data.length / rows;
  return { dims: [count, ...dims.slice(1)], data: data.subarray(first * size, (first + count) * size) };
}

/** Parts one after the other, in their order. */
export function joinRows(parts: readonly ByRow<Float32Array>[]): ByRow<Float32Array> {
  const [only, ...others] = parts;
  if (only === undefined) throw new RangeError('no rows to join');
  if (others.length === 0) return only;
  const data = new Float32Array(parts.reduce((sum, part) => sum + part.data.length, 0));
  let at = 0;
  for (const part of parts) {
    data.set(part.data, at);
    at += part.data.length;
  }
  const rows = parts.reduce((sum, { dims }) => sum + (dims[0] ?? 0), 0);
  return { dims: [rows, ...only.dims.slice(1)], data };
}
