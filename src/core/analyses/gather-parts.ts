/** What was computed of each item, tensor by tensor: a matrix of items x values for each name. */
import type { NamedTensors } from './named-tensor.ts';

export interface PartOfItem {
  /** Place of the item in the plan. */
  readonly position: number;
  readonly part: NamedTensors;
}

/** A tensor that some items have, all of the same shape. */
export interface Gathered {
  readonly axes: readonly string[];
  readonly shape: readonly number[];
  /** [item] places in the plan of the items that have it. */
  readonly positions: Int32Array;
  /** [item, value] row-major. */
  readonly values: Float64Array;
}

/** Items between two turns for others. */
const ITEMS_PER_STEP = 32;

/**
 * @param wanted whether a tensor of this name is gathered
 * @returns by name, in the order in which the names first occur; yields now and then
 */
export function* gatherParts(
  parts: Iterable<PartOfItem>,
  wanted: (name: string) => boolean,
): Generator<void, Map<string, Gathered>, void> {
  const found = new Map<
    string,
    { axes: readonly string[]; shape: readonly number[]; positions: number[]; values: Float64Array }
  >();
  let items = 0;
  for (const { position, part } of parts) {
    for (const [name, { axes, shape, data }] of part) {
      if (!wanted(name)) continue;
      const own = found.get(name) ?? { axes, shape, positions: [], values: new Float64Array(0) };
      found.set(name, own);
      const end = (own.positions.length + 1) * data.length;
      // Twice the room each time: how many there are is not known before.
      if (end > own.values.length) {
        const larger = new Float64Array(2 * end);
        larger.set(own.values);
        own.values = larger;
      }
      own.values.set(data, own.positions.length * data.length);
      own.positions.push(position);
    }
    if (++items % ITEMS_PER_STEP === 0) yield;
  }
  return new Map(
    Array.from(found, ([name, { axes, shape, positions, values }]) => {
      const size = shape.reduce((product, length) => product * length, 1);
      const gathered = { axes, shape, positions: Int32Array.from(positions) };
      return [name, { ...gathered, values: values.subarray(0, positions.length * size) }];
    }),
  );
}
