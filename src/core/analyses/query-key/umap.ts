/**
 * UMAP (McInnes, Healy and Melville 2018) by umap-js, which is given the nearest neighbours: exact, by cosine distance. Its
 * chance is a seeded stream, so that the same points give the same picture.
 */
import { UMAP } from 'umap-js';
import { nearestByCosine } from './nearest.ts';

export const NEIGHBOURS = 15;
const LEAST_DISTANCE = 0.1;

/**
 * @param points [n, width]
 * @param random from 0 up to, not including, 1
 * @returns [n, 2]
 * Yields the share that is done, about once in a step.
 */
export function* umap(
  points: Float64Array,
  width: number,
  random: () => number,
): Generator<number, Float32Array, void> {
  const count = points.length / width;
  const steps = nearestByCosine(points, width, Math.min(NEIGHBOURS, count - 1));
  let found = steps.next();
  for (; found.done !== true; found = steps.next()) yield 0.3 * found.value;
  const { neighbours, indices, distances } = found.value;
  const rowsOf = (values: Int32Array | Float64Array) =>
    Array.from({ length: count }, (_, row) => [...values.subarray(row * neighbours, (row + 1) * neighbours)]);
  const layout = new UMAP({ nNeighbors: neighbours, minDist: LEAST_DISTANCE, nComponents: 2, random });
  layout.setPrecomputedKNN(rowsOf(indices), rowsOf(distances));
  // Points themselves are not looked at: only how many there are.
  const epochs = layout.initializeFit(rowsOf(indices));
  for (let epoch = 0; epoch < epochs; epoch++) {
    layout.step();
    yield 0.5 + (0.5 * (epoch + 1)) / epochs;
  }
  return Float32Array.from(layout.getEmbedding().flat());
}
