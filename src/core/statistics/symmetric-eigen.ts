/** Eigenvalues and eigenvectors of small symmetric matrices, by Jacobi's rotations. */

export interface SymmetricEigen {
  /** [r] in no order */
  readonly values: Float64Array;
  /** [r, r] row-major: column k belongs to values[k]; columns are orthonormal. */
  readonly vectors: Float64Array;
}

/** @param matrix [r, r] row-major, symmetric */
export function symmetricEigen(matrix: Float64Array, r: number): SymmetricEigen {
  const a = matrix.slice();
  const vectors = new Float64Array(r * r);
  for (let k = 0; k < r; k++) vectors[k * r + k] = 1;
  const scale = a.reduce((sum, entry) => sum + entry * entry, 0);
  // Rotations converge quadratically; sizes as here need fewer than ten rounds.
  for (let round = 0; round < 60; round++) {
    let off = 0;
    for (let p = 0; p < r; p++) for (let q = p + 1; q < r; q++) off += a[p * r + q]! ** 2;
    if (off <= 1e-32 * scale) break;
    for (let p = 0; p < r; p++) for (let q = p + 1; q < r; q++) rotate(a, vectors, r, p, q);
  }
  return { values: Float64Array.from({ length: r }, (_, k) => a[k * r + k]!), vectors };
}

/** One rotation, which makes a[p, q] 0. */
function rotate(a: Float64Array, vectors: Float64Array, r: number, p: number, q: number): void {
  const off = a[p * r + q]!;
  if (off === 0) return;
  const theta = (a[q * r + q]! - a[p * r + p]!) / (2 * off);
  const tangent = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const cosine = 1 / Math.hypot(tangent, 1);
  const sine = tangent * cosine;
  const turn = (of: Float64Array, first: number, second: number) => {
    const [x, y] = [of[first]!, of[second]!];
    of[first] = cosine * x - sine * y;
    of[second] = sine * x + cosine * y;
  };
  for (let k = 0; k < r; k++) turn(a, k * r + p, k * r + q);
  for (let k = 0; k < r; k++) turn(a, p * r + k, q * r + k);
  for (let k = 0; k < r; k++) turn(vectors, k * r + p, k * r + q);
}
