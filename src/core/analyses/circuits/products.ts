/** Products of dense matrices, row-major, summed in float64. */
export type Numbers = Float32Array | Float64Array;

/**
 * @param a [n, m]
 * @param b [m, p]
 * @returns [n, p]
 */
export function product(a: Numbers, b: Numbers, n: number, m: number, p: number): Float64Array {
  const out = new Float64Array(n * p);
  addProduct(out, a, b, n, m, p);
  return out;
}

/** Adds the product to `out` [n, p]. */
export function addProduct(out: Float64Array, a: Numbers, b: Numbers, n: number, m: number, p: number): void {
  for (let row = 0; row < n; row++) {
    const to = row * p;
    const from = row * m;
    let inner = 0;
    // Four rows of b at a time: each number of `out` is read and written a quarter as often.
    for (; inner + 4 <= m; inner += 4) {
      const a0 = a[from + inner]!;
      const a1 = a[from + inner + 1]!;
      const a2 = a[from + inner + 2]!;
      const a3 = a[from + inner + 3]!;
      const b0 = inner * p;
      const b1 = b0 + p;
      const b2 = b1 + p;
      const b3 = b2 + p;
      for (let column = 0; column < p; column++)
        out[to + column] =
          out[to + column]! +
          a0 * b[b0 + column]! +
          a1 * b[b1 + column]! +
          a2 * b[b2 + column]! +
          a3 * b[b3 + column]!;
    }
    for (; inner < m; inner++) {
      const value = a[from + inner]!;
      const base = inner * p;
      for (let column = 0; column < p; column++)
        out[to + column] = out[to + column]! + value * b[base + column]!;
    }
  }
}

/** @param a [n, m] @returns [m, n] */
export function transposed(a: Numbers, n: number, m: number): Float64Array {
  const out = new Float64Array(n * m);
  for (let row = 0; row < n; row++)
    for (let column = 0; column < m; column++) out[column * n + row] = a[row * m + column]!;
  return out;
}

/** a aᵀ [n, n]. @param a [n, m] */
export function gramOfRows(a: Numbers, n: number, m: number): Float64Array {
  return product(a, transposed(a, n, m), n, m, n);
}

/** aᵀ a [m, m]. @param a [n, m] */
export function gramOfColumns(a: Numbers, n: number, m: number): Float64Array {
  return product(transposed(a, n, m), a, m, n, m);
}

/** The sum of the products of entries in the same place. */
export function dot(a: Numbers, b: Numbers): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += a[at]! * b[at]!;
  return sum;
}
