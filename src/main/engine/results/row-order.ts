/** In which order rows are shown. */
import type { ResultSort } from '../../../shared/entities.ts';

/**
 * Indices of values in their order; NaN last either way, equal values in the order of their indices. Values are sorted as
 * plain numbers, and each index is put where its value stands: a sort of indices by comparing would take ten times as long.
 */
export function orderOfValues(values: Float64Array, direction: ResultSort['direction']): Uint32Array {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  const defined = sorted.length;
  /** How many of the values equal to the one that stands here have been placed. */
  const placed = new Uint32Array(defined);
  const order = new Uint32Array(values.length);
  let undefinedAt = defined;
  for (const [index, value] of values.entries()) {
    if (Number.isNaN(value)) {
      order[undefinedAt++] = index;
      continue;
    }
    const first = firstWhere(sorted, (other) => other >= value);
    const start = direction === 'asc' ? first : defined - firstWhere(sorted, (other) => other > value);
    const before = placed[first] ?? 0;
    order[start + before] = index;
    placed[first] = before + 1;
  }
  return order;
}

/** Of ascending values, the index of the first for which it holds; their number where it holds for none. */
function firstWhere(sorted: Float64Array, holds: (value: number) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(sorted[middle] ?? 0)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Rows by pair, layer or head, each of them ascending or descending and the others ascending. */
export function* rowsByPlace(
  by: 'pair' | 'layer' | 'head',
  direction: ResultSort['direction'],
  pairs: number,
  layers: number,
  heads: number,
): Generator<number, void> {
  const range = (key: typeof by, size: number): number[] => {
    const values = Array.from({ length: size }, (_, value) => value);
    return key === by && direction === 'desc' ? values.reverse() : values;
  };
  const [allPairs, allLayers, allHeads] = [
    range('pair', pairs),
    range('layer', layers),
    range('head', heads),
  ];
  const row = (pair: number, layer: number, head: number) => (pair * layers + layer) * heads + head;
  if (by === 'layer')
    for (const layer of allLayers)
      for (const pair of allPairs) for (const head of allHeads) yield row(pair, layer, head);
  else if (by === 'head')
    for (const head of allHeads)
      for (const pair of allPairs) for (const layer of allLayers) yield row(pair, layer, head);
  else
    for (const pair of allPairs)
      for (const layer of allLayers) for (const head of allHeads) yield row(pair, layer, head);
}
