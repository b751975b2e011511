/** How far a change of the cue spreads in a head's outputs z = pattern x values. docs/science.md, section 6. */
import type { StridedMatrix } from '../../metrics/head-activations.ts';
import type { CuedStatement } from './cued-statement.ts';

/** Positions of two statements that correspond, [m] each. */
export interface Aligned {
  readonly original: ArrayLike<number>;
  readonly changed: ArrayLike<number>;
}

/** delta[s] = 1 - cos(za[s], zb[s]) of the aligned positions, written into `delta` [m]; NaN where one of them is zero. */
export function valueChanges(
  original: StridedMatrix,
  changed: StridedMatrix,
  aligned: Aligned,
  dHead: number,
  delta: Float64Array,
): void {
  for (let s = 0; s < aligned.original.length; s++) {
    const a = original.offset + aligned.original[s]! * original.rowStride;
    const b = changed.offset + aligned.changed[s]! * changed.rowStride;
    let dot = 0;
    let squaresA = 0;
    let squaresB = 0;
    for (let c = 0; c < dHead; c++) {
      const x = original.data[a + c]!;
      const y = changed.data[b + c]!;
      dot += x * y;
      squaresA += x * x;
      squaresB += y * y;
    }
    delta[s] = 1 - dot / Math.sqrt(squaresA) / Math.sqrt(squaresB);
  }
}

export interface Diffusion {
  /** Mean of delta over aligned tokens that are neither cue nor special. */
  readonly delta: number;
  /** sum |r| delta / sum delta over all aligned tokens, r the distance to the cue. */
  readonly radius: number;
  readonly radiusWithoutSpecial: number;
}

export function diffusion(
  delta: Float64Array,
  { changed }: Aligned,
  { distances, cues, special }: CuedStatement,
): Diffusion {
  const [all, inner] = [
    { weighted: 0, sum: 0 },
    { weighted: 0, sum: 0 },
  ];
  let mean = 0;
  let words = 0;
  for (let s = 0; s < changed.length; s++) {
    const own = delta[s]!;
    if (Number.isNaN(own)) continue;
    const position = changed[s]!;
    const weighted = Math.abs(distances[position]!) * own;
    all.weighted += weighted;
    all.sum += own;
    if (special.includes(position)) continue;
    inner.weighted += weighted;
    inner.sum += own;
    if (cues.includes(position)) continue;
    mean += own;
    words++;
  }
  return {
    delta: mean / words,
    radius: all.weighted / all.sum,
    radiusWithoutSpecial: inner.weighted / inner.sum,
  };
}
