/** Whether a run compares a pair with its neutral, as the pair is aligned. */
import { sameShape, type Shape, shapeOfChange } from '../../statistics/shape.ts';

interface AlignedIds {
  /** [n] and [n'] token ids */
  readonly original: readonly number[];
  readonly counterfactual: readonly number[];
  /** Positions of both, each at most once. */
  readonly aligned: readonly (readonly [number, number])[];
}

/** @param neutral the shape of the neutral's change */
export function againstNeutral(
  { original, counterfactual, aligned }: AlignedIds,
  neutral: Shape,
): { readonly isCompared: boolean; readonly words: string } {
  const own = shapeOfChange(original, counterfactual, aligned);
  return sameShape(own, neutral)
    ? { isCompared: true, words: `Compared: each ${does(own)}.` }
    : {
        isCompared: false,
        words: `Not compared: the counterfactual ${does(own)}, the neutral ${does(neutral)}.`,
      };
}

function does([inserted, deleted, substituted]: Shape): string {
  return `puts in ${inserted}, takes out ${deleted} and replaces ${substituted}`;
}
