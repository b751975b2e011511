/** Whether weights and norms of a head put the cells of a text in the same order. docs/science.md, Norms. */
import { pearsonFromSums } from '../../metrics/pearson.ts';

/** Cells that are compared at most; of longer texts those of evenly spaced queries are. */
const MOST_CELLS = 2 ** 18;
/** A cell's place fits below its value's bits in the 53 of a float64. */
const PLACES = 2 ** 20;

/**
 * Spearman's correlation of P[i, j] with P[i, j] ||f(x_j)||, over the cells that the mask allows; NaN with fewer than three
 * cells, or where all weights or all norms are the same.
 * @param pattern [n, n] query, key; none is negative
 * @param norms [n] of the keys
 */
export function weightNormCorrelation(
  pattern: { readonly data: Float32Array; readonly offset: number; readonly rowStride: number },
  norms: { readonly data: Float32Array; readonly offset: number },
  tokens: number,
  causal: boolean,
  mostCells = MOST_CELLS,
): number {
  const all = causal ? (tokens * (tokens + 1)) / 2 : tokens * tokens;
  const step = Math.ceil(all / mostCells);
  let cells = 0;
  const weights = new Float32Array(Math.ceil(tokens / step) * tokens);
  const weighted = new Float32Array(weights.length);
  // The last query sees the most keys, so it is among those that are taken.
  for (let query = tokens - 1; query >= 0; query -= step) {
    const row = pattern.offset + query * pattern.rowStride;
    const visible = causal ? query + 1 : tokens;
    for (let key = 0; key < visible; key++) {
      const weight = pattern.data[row + key]!;
      weights[cells] = weight;
      weighted[cells++] = weight * norms.data[norms.offset + key]!;
    }
  }
  return cells < 3 ? NaN : pearson(ranks(weights.subarray(0, cells)), ranks(weighted.subarray(0, cells)));
}

/** Ranks from 0 of values none of which is negative, ties by their mean. */
function ranks(values: Float32Array): Float64Array {
  // The bits of floats that are not negative are in their order, so numbers can be sorted in place of pairs.
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const order = Float64Array.from(bits, (value, place) => value * PLACES + place).sort();
  const result = new Float64Array(values.length);
  const placeAt = (at: number) => order[at]! % PLACES;
  for (let from = 0; from < order.length;) {
    let to = from + 1;
    const value = values[placeAt(from)];
    while (to < order.length && values[placeAt(to)] === value) to++;
    for (let at = from; at < to; at++) result[placeAt(at)] = (from + to - 1) / 2;
    from = to;
  }
  return result;
}

function pearson(a: Float64Array, b: Float64Array): number {
  const [a0 = 0, b0 = 0] = [a[0], b[0]];
  let [sumA, sumB, sumAA, sumBB, sumAB] = [0, 0, 0, 0, 0];
  for (let at = 0; at < a.length; at++) {
    const [x, y] = [a[at]! - a0, b[at]! - b0];
    sumA += x;
    sumB += y;
    sumAA += x * x;
    sumBB += y * y;
    sumAB += x * y;
  }
  return pearsonFromSums(a.length, sumA, sumB, sumAA, sumBB, sumAB);
}
