/**
 * The queries and keys of one head in a space of their own (AttentionViz; Chen 2023): q' = q/c, k' = ck, then
 * k'' = k' - mean(k') + mean(q'). Attention does not change by it; distances do. The distance of the two is
 * |(q - mean q)/c - c(k - mean k)|, so that at every c it follows from the centred vectors' squared norms and products:
 * y^2 = |q~|^2/c^2 + c^2 |k~|^2 - 2 q~.k~.
 */

/** What the model computes of T tokens in one head, row by row. */
export interface HeadVectors {
  /** [token, d_head] */
  readonly queries: Float32Array;
  /** [token, d_head] */
  readonly keys: Float32Array;
  /** d_head */
  readonly width: number;
}

export interface HeadSpace {
  readonly tokens: number;
  readonly width: number;
  /** [token, d_head] q~: less their mean. */
  readonly queries: Float64Array;
  /** [token, d_head] k~: less their mean; in the order of {@link keyTokens}. */
  readonly keys: Float64Array;
  /** [token] the token whose key stands in a place of `keys`: shortest k~ first. */
  readonly keyTokens: Int32Array;
  /** [token] |q~|^2 */
  readonly queryNorms: Float64Array;
  /** [token] |k~|^2, ascending. */
  readonly keyNorms: Float64Array;
  /** [token], [token]: q.k = q~.k~ + queryShifts + keyShifts. */
  readonly queryShifts: Float64Array;
  readonly keyShifts: Float64Array;
}

export function headSpace({ queries, keys, width }: HeadVectors): HeadSpace {
  const tokens = queries.length / width;
  const queryMean = meanOf(queries, width);
  const keyMean = meanOf(keys, width);
  const centredQueries = less(queries, queryMean);
  const unsorted = less(keys, keyMean);
  const unsortedNorms = squaredNorms(unsorted, width);
  const keyTokens = Int32Array.from({ length: tokens }, (_, token) => token).sort(
    (a, b) => (unsortedNorms[a] as number) - (unsortedNorms[b] as number) || a - b,
  );
  const sorted = new Float64Array(unsorted.length);
  for (const [place, token] of keyTokens.entries())
    sorted.set(unsorted.subarray(token * width, (token + 1) * width), place * width);
  return {
    tokens,
    width,
    queries: centredQueries,
    keys: sorted,
    keyTokens,
    queryNorms: squaredNorms(centredQueries, width),
    keyNorms: squaredNorms(sorted, width),
    // q.k = (q~ + mean q).(k~ + mean k)
    queryShifts: productsWith(centredQueries, keyMean, 0),
    keyShifts: productsWith(sorted, queryMean, dot(queryMean, keyMean)),
  };
}

/** @returns [d_head] */
export function meanOf(vectors: Float32Array | Float64Array, width: number): Float64Array {
  const mean = new Float64Array(width);
  const rows = vectors.length / width;
  for (let index = 0; index < vectors.length; index++)
    mean[index % width] = (mean[index % width] as number) + (vectors[index] as number);
  return mean.map((sum) => sum / rows);
}

function less(vectors: Float32Array, mean: Float64Array): Float64Array {
  return Float64Array.from(vectors, (value, index) => value - (mean[index % mean.length] as number));
}

/** @returns [row] */
export function squaredNorms(vectors: Float32Array | Float64Array, width: number): Float64Array {
  const norms = new Float64Array(vectors.length / width);
  for (let index = 0; index < vectors.length; index++) {
    const row = Math.floor(index / width);
    norms[row] = (norms[row] as number) + (vectors[index] as number) ** 2;
  }
  return norms;
}

function productsWith(vectors: Float64Array, vector: Float64Array, plus: number): Float64Array {
  const width = vector.length;
  return Float64Array.from({ length: vectors.length / width }, (_, row) => {
    return plus + dot(vectors.subarray(row * width, (row + 1) * width), vector);
  });
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += (a[index] as number) * (b[index] as number);
  return sum;
}
