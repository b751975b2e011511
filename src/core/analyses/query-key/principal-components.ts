/** The first two principal components (Pearson 1901): the plane on which points are spread furthest. */
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { symmetricEigen, type SymmetricEigen } from '../../statistics/symmetric-eigen.ts';
import { meanOf } from './head-space.ts';

/**
 * @param points [n, width]
 * @returns [n, 2]; of each axis the sign is such that its largest loading is positive
 */
export function principalComponents(points: Float64Array, width: number): Float32Array {
  const count = points.length / width;
  const mean = meanOf(points, width);
  const covariance = new Float64Array(width * width);
  const row = new Float64Array(width);
  for (let point = 0; point < count; point++) {
    for (let a = 0; a < width; a++) row[a] = (points[point * width + a] as number) - (mean[a] as number);
    for (let a = 0; a < width; a++) {
      const value = row[a] as number;
      for (let b = 0; b <= a; b++)
        covariance[a * width + b] = (covariance[a * width + b] as number) + value * (row[b] as number);
    }
  }
  for (let a = 0; a < width; a++)
    for (let b = 0; b < a; b++) covariance[b * width + a] = covariance[a * width + b] as number;
  const { values, vectors } = eigenOf(covariance, width);
  const largest = Array.from(values.keys()).toSorted(
    (a, b) => (values[b] as number) - (values[a] as number) || a - b,
  );
  const axes = [0, 1].map((axis) => {
    const column = largest[axis];
    const loadings = Float64Array.from({ length: width }, (_, at) =>
      column === undefined ? 0 : (vectors[at * width + column] as number),
    );
    const strongest = loadings.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0);
    return strongest < 0 ? loadings.map((value) => -value) : loadings;
  });
  const projected = new Float32Array(2 * count);
  for (let point = 0; point < count; point++)
    for (const [axis, loadings] of axes.entries()) {
      let sum = 0;
      for (let at = 0; at < width; at++)
        sum += ((points[point * width + at] as number) - (mean[at] as number)) * (loadings[at] as number);
      projected[2 * point + axis] = sum;
    }
  return projected;
}

/** Rotations of all pairs take too long for the width of a stream. */
const WIDEST_BY_ROTATIONS = 128;

function eigenOf(covariance: Float64Array, width: number): SymmetricEigen {
  if (width <= WIDEST_BY_ROTATIONS) return symmetricEigen(covariance, width);
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(
    Matrix.from1DArray(width, width, covariance),
    { assumeSymmetric: true },
  );
  return {
    values: Float64Array.from(realEigenvalues),
    vectors: Float64Array.from(eigenvectorMatrix.to1DArray()),
  };
}
