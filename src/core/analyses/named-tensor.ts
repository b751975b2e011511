/** Numbers with names for their axes: what an analysis computes of an item, and what it comes to. */

export type TensorData = Float32Array | Float64Array | Int32Array;

export interface NamedTensor {
  /** One name for each length in `shape`, outermost first: ['layer', 'head']. */
  readonly axes: readonly string[];
  readonly shape: readonly number[];
  /** Row-major; NaN where a floating-point value is undefined. */
  readonly data: TensorData;
}

/** By its name. */
export type NamedTensors = ReadonlyMap<string, NamedTensor>;

/**
 * @param sizes length by the name of the axis, the outermost first: { layer: 2, head: 8 }
 * @throws RangeError when `data` has another length
 */
export function namedTensor(sizes: Readonly<Record<string, number>>, data: TensorData): NamedTensor {
  const axes = Object.keys(sizes);
  const shape = Object.values(sizes);
  const length = shape.reduce((product, size) => product * size, 1);
  if (data.length !== length)
    throw new RangeError(`${data.length} values are not [${axes.join(', ')}] = [${shape.join(', ')}]`);
  return { axes, shape, data };
}

/** One number. */
export function scalar(value: number): NamedTensor {
  return namedTensor({}, Float64Array.of(value));
}

/** @throws RangeError when there is none of that name */
export function tensorOf(tensors: NamedTensors, name: string): NamedTensor {
  const tensor = tensors.get(name);
  if (tensor === undefined)
    throw new RangeError(`no tensor "${name}"; there are ${[...tensors.keys()].join(', ')}`);
  return tensor;
}

/** The only value of a tensor without axes; null where it is undefined. */
export function scalarOf(tensors: NamedTensors, name: string): number | null {
  return orNull(tensorOf(tensors, name).data[0]);
}

/** A value as it is shown: null where it is undefined. */
export function orNull(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}
