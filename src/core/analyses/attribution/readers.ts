/**
 * Readers: what turns a vector of the residual stream into what it adds to a logit, a dot product. With the scale of every
 * normalisation frozen at the value it had, a logit is linear in what was written to the stream, so one reader at each place
 * says it all (Elhage et al. 2021). It begins as a column of the unembedding and is taken back through the norms.
 *
 * T readers of D numbers lie side by side, [T, D]; sums are in float64.
 */

/** A normalisation's γ and β [D]. β is null of RMS normalisation, which takes off no mean. */
export interface NormParameters {
  readonly gain: Float32Array;
  readonly shift: Float32Array | null;
}

/** Numbers one after the other. */
type Vector = Float32Array | Float64Array;

/**
 * The scale σ that a normalisation divided by: after = (before - mean) / σ · γ + β, by least squares over all D of them, so
 * that ε need not be known.
 * @param before [D] what went in
 * @param after [D] what came out
 * @returns 1 where nothing comes through at all
 */
export function frozenScale(before: Vector, after: Vector, { gain, shift }: NormParameters): number {
  const mean = shift === null ? 0 : meanOf(before);
  let squares = 0;
  let products = 0;
  for (let d = 0; d < before.length; d++) {
    const unscaled = ((before[d] as number) - mean) * (gain[d] as number);
    squares += unscaled * unscaled;
    products += unscaled * ((after[d] as number) - (shift?.[d] ?? 0));
  }
  return squares > 0 && products > 0 ? squares / products : 1;
}

/**
 * Readers of what goes into a normalisation, from those of what comes out: (γ r - its mean) / σ; what β adds is apart.
 * @param readers [T, D]
 * @param scale σ, frozen
 */
export function throughNorm(
  readers: Float64Array,
  { gain, shift }: NormParameters,
  scale: number,
): Float64Array {
  const size = gain.length;
  const result = new Float64Array(readers.length);
  for (let from = 0; from < readers.length; from += size) {
    let sum = 0;
    for (let d = 0; d < size; d++) sum += (readers[from + d] as number) * (gain[d] as number);
    const mean = shift === null ? 0 : sum / size;
    for (let d = 0; d < size; d++)
      result[from + d] = ((readers[from + d] as number) * (gain[d] as number) - mean) / scale;
  }
  return result;
}

/**
 * What a vector adds to each logit.
 * @param readers [T, D]
 * @param vector of which [D] are read, from `offset` on
 * @returns [T]
 */
export function readBy(readers: Float64Array, vector: Vector, size: number, offset = 0): Float64Array {
  const result = new Float64Array(readers.length / size);
  for (let t = 0; t < result.length; t++) {
    let sum = 0;
    for (let d = 0; d < size; d++) sum += (readers[t * size + d] as number) * (vector[offset + d] as number);
    result[t] = sum;
  }
  return result;
}

/**
 * Readers of what is written through some rows of weights: of heads' z through W_O, of neurons through W_out.
 * @param weights row-major [rows, D], of which `count` rows are read from `first` on
 * @param readers [T, D]
 * @returns [count, T]
 */
export function readersOfRows(
  weights: Float32Array,
  { first, count }: { readonly first: number; readonly count: number },
  readers: Float64Array,
  size: number,
): Float64Array {
  const targets = readers.length / size;
  const result = new Float64Array(count * targets);
  for (let row = 0; row < count; row++) {
    const from = (first + row) * size;
    for (let t = 0; t < targets; t++) {
      const to = t * size;
      // Two sums side by side: one would wait for itself at every step.
      let even = 0;
      let odd = 0;
      let d = 0;
      for (; d + 1 < size; d += 2) {
        even += (weights[from + d] as number) * (readers[to + d] as number);
        odd += (weights[from + d + 1] as number) * (readers[to + d + 1] as number);
      }
      if (d < size) even += (weights[from + d] as number) * (readers[to + d] as number);
      result[row * targets + t] = even + odd;
    }
  }
  return result;
}

function meanOf(values: Vector): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}
