/** Eigenvalues of small matrices, and the share of them that is positive. */
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';

export interface Spectrum {
  /** [d, 2] real and imaginary parts, the largest modulus first. */
  readonly values: Float64Array;
  /** Sum of the eigenvalues over the sum of their moduli: 1 where all are positive, −1 where all are negative. NaN where all are 0. */
  readonly score: number;
  /** Share of them with a positive real part. */
  readonly positive: number;
}

/**
 * A product of d × V and V × d has the eigenvalues, but for zeros, of the V × V product the other way round: those of a circuit
 * over the vocabulary are those of a matrix of d × d.
 * @param matrix [d, d]
 */
export function spectrum(matrix: Float64Array, d: number): Spectrum {
  const { realEigenvalues, imaginaryEigenvalues } = new EigenvalueDecomposition(
    Matrix.from1DArray(d, d, matrix),
  );
  const values = Array.from({ length: d }, (_, at) => ({
    real: realEigenvalues[at] ?? 0,
    imaginary: imaginaryEigenvalues[at] ?? 0,
    modulus: Math.hypot(realEigenvalues[at] ?? 0, imaginaryEigenvalues[at] ?? 0),
  }));
  // Both of a conjugate pair have one modulus, up to rounding.
  const rank = (modulus: number) => Math.round(modulus * 1e9);
  values.sort((a, b) => rank(b.modulus) - rank(a.modulus) || b.real - a.real || b.imaginary - a.imaginary);
  const sum = values.reduce((total, { real }) => total + real, 0);
  const moduli = values.reduce((total, { modulus }) => total + modulus, 0);
  return {
    values: Float64Array.from(values.flatMap(({ real, imaginary }) => [real, imaginary])),
    score: sum / moduli,
    positive: values.filter(({ real }) => real > 0).length / d,
  };
}
