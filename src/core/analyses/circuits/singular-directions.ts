/** The singular value decomposition of a circuit of d_model × d_model and rank d, through its factors. */
import { Matrix, QrDecomposition, SVD } from 'ml-matrix';
import type { Numbers } from './products.ts';

export interface SingularDirections {
  /** [d] the largest first. */
  readonly values: Float64Array;
  /** [count, d_model] unit vectors: what the circuit reads in these directions, it writes in those. */
  readonly reads: Float64Array;
  readonly writes: Float64Array;
}

/**
 * left rightᵀ = Σ value · read writeᵀ. The sign of a pair of directions means nothing: the largest entry of what is read is
 * positive.
 * @param left [d_model, d]
 * @param right [d_model, d]
 * @param count directions that are wanted, at most d
 */
export function singularDirections(
  left: Numbers,
  right: Numbers,
  dModel: number,
  count: number,
): SingularDirections {
  const d = left.length / dModel;
  const [l, r] = [left, right].map(
    (factor) => new QrDecomposition(Matrix.from1DArray(dModel, d, [...factor])),
  );
  if (l === undefined || r === undefined) throw new Error('two factors have two decompositions');
  const small = new SVD(l.upperTriangularMatrix.mmul(r.upperTriangularMatrix.transpose()));
  const wanted = Math.min(count, d);
  const along = (orthogonal: Matrix, vectors: Matrix) =>
    orthogonal.mmul(vectors.subMatrix(0, d - 1, 0, wanted - 1)).transpose();
  const reads = along(l.orthogonalMatrix, small.leftSingularVectors);
  const writes = along(r.orthogonalMatrix, small.rightSingularVectors);
  for (let row = 0; row < wanted; row++) {
    const own = reads.getRow(row);
    const strongest = own.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0);
    if (strongest >= 0) continue;
    reads.mulRow(row, -1);
    writes.mulRow(row, -1);
  }
  return {
    values: Float64Array.from(small.diagonal),
    reads: Float64Array.from(reads.to1DArray()),
    writes: Float64Array.from(writes.to1DArray()),
  };
}
