/** How alike points are, as t-SNE has it: Gaussians about each point that reach `perplexity` of its neighbours. */
import type { Nearest } from './nearest.ts';

/** A symmetric matrix by rows: what is not there is 0. All values add up to 1. */
export interface Affinities {
  /** [n + 1] where each row begins, and the end. */
  readonly rows: Int32Array;
  readonly columns: Int32Array;
  readonly values: Float64Array;
}

/** P = (p_{j|i} + p_{i|j}) / 2n, p of squared distances (van der Maaten and Hinton 2008). */
export function affinities({ neighbours, indices, distances }: Nearest, perplexity: number): Affinities {
  const count = indices.length / neighbours;
  const conditional = new Float64Array(indices.length);
  for (let point = 0; point < count; point++)
    conditionalOf(distances, point * neighbours, neighbours, perplexity, conditional);
  const mirrored = mirror(indices, neighbours, count);
  const sums = new Float64Array(count);
  const columns: number[] = [];
  const values: number[] = [];
  const rows = new Int32Array(count + 1);
  for (let point = 0; point < count; point++) {
    const seen: number[] = [];
    const add = (other: number, value: number) => {
      if (value === 0) return;
      if (sums[other] === 0) seen.push(other);
      sums[other] = (sums[other] as number) + value;
    };
    for (let at = point * neighbours; at < (point + 1) * neighbours; at++)
      add(indices[at] as number, conditional[at] as number);
    for (let at = mirrored.starts[point] as number; at < (mirrored.starts[point + 1] as number); at++) {
      const place = mirrored.places[at] as number;
      add(Math.floor(place / neighbours), conditional[place] as number);
    }
    for (const other of seen) {
      columns.push(other);
      values.push((sums[other] as number) / (2 * count));
      sums[other] = 0;
    }
    rows[point + 1] = columns.length;
  }
  return { rows, columns: Int32Array.from(columns), values: Float64Array.from(values) };
}

/** Bisects the width of the Gaussian until its entropy is log(perplexity); a point is no neighbour of itself. */
function conditionalOf(
  distances: Float64Array,
  from: number,
  neighbours: number,
  perplexity: number,
  out: Float64Array,
): void {
  const wanted = Math.log(perplexity);
  let precision = 1;
  let low = 0;
  let high = Infinity;
  // Precision of squared cosine distances is far from 1: it takes some steps to come near.
  for (let step = 0; step < 100; step++) {
    let sum = 0;
    let weighted = 0;
    const nearest = (distances[from + 1] ?? 0) ** 2;
    for (let at = from + 1; at < from + neighbours; at++) {
      const square = (distances[at] as number) ** 2 - nearest;
      const value = Math.exp(-square * precision);
      out[at] = value;
      sum += value;
      weighted += square * value;
    }
    for (let at = from + 1; at < from + neighbours; at++) out[at] = (out[at] as number) / sum;
    const entropy = Math.log(sum) + (precision * weighted) / sum;
    if (Math.abs(entropy - wanted) < 1e-5) break;
    if (entropy > wanted) {
      low = precision;
      precision = high === Infinity ? precision * 2 : (precision + high) / 2;
    } else {
      high = precision;
      precision = (precision + low) / 2;
    }
  }
  out[from] = 0;
}

/** Where each point stands among the neighbours of others. */
function mirror(
  indices: Int32Array,
  neighbours: number,
  count: number,
): { readonly starts: Int32Array; readonly places: Int32Array } {
  const starts = new Int32Array(count + 1);
  for (const index of indices) starts[index + 1] = (starts[index + 1] as number) + 1;
  for (let point = 0; point < count; point++)
    starts[point + 1] = (starts[point + 1] as number) + (starts[point] as number);
  const next = starts.slice();
  const places = new Int32Array(count * neighbours);
  for (const [place, index] of indices.entries()) {
    places[next[index] as number] = place;
    next[index] = (next[index] as number) + 1;
  }
  return { starts, places };
}
