/**
 * The places of the `count` values that are furthest from 0, the furthest first; of values that are as far, the earlier. Undefined
 * values (NaN) are not among them. One walk over the values, without sorting them: there is one for each neuron of a model.
 */
export function furthestFromZero(values: Float64Array | Float32Array, count: number): number[] {
  if (count <= 0) return [];
  /** The best so far, the furthest first, and how far each is. */
  const places: number[] = [];
  const distances: number[] = [];
  for (let place = 0; place < values.length; place++) {
    const distance = Math.abs(values[place] ?? Number.NaN);
    const isFull = places.length === count;
    if (!(distance > (isFull ? (distances[count - 1] ?? 0) : -1))) continue;
    if (isFull) {
      places.pop();
      distances.pop();
    }
    const at = firstBelow(distances, distance);
    places.splice(at, 0, place);
    distances.splice(at, 0, distance);
  }
  return places;
}

/** Where a distance belongs among others that fall: behind those that are as far. */
function firstBelow(falling: readonly number[], distance: number): number {
  let [low, high] = [0, falling.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((falling[middle] ?? 0) < distance) high = middle;
    else low = middle + 1;
  }
  return low;
}
