/** A pair as comparisons see it: its tokens, and what it belongs to. */
import { type Shape, shapeOfChange } from '../../statistics/shape.ts';

export interface ComparedPair {
  /** Its place in its set; a pair of the set and its neutral have the same one. */
  readonly position: number;
  readonly label: string | null;
  /** null: the pair is a cluster of its own. */
  readonly cluster: string | null;
  readonly originalIds: readonly number[];
  /** Of the statement that the original was compared with. */
  readonly counterfactualIds: readonly number[];
  /** [original position, counterfactual position], ascending */
  readonly aligned: readonly (readonly [number, number])[];
}

export function shapeOfPair({ originalIds, counterfactualIds, aligned }: ComparedPair): Shape {
  return shapeOfChange(originalIds, counterfactualIds, aligned);
}
