/** The heads of an induction result, each with what is said of it. */
import { type NamedTensors, orNull, scalarOf, tensorOf } from '../named-tensor.ts';

/** Of the test of the difference against 0, Benjamini-Hochberg over all heads. */
export const LARGEST_Q = 0.05;

/**
 * What the 95 % interval of score - control says against the margin. 'induction': the whole of it lies above, and q is at
 * most {@link LARGEST_Q}; 'none': the whole of it lies below; else 'undecided'.
 */
export type InductionVerdict = 'induction' | 'undecided' | 'none';

export interface Estimate {
  /** null: undefined. */
  readonly mean: number | null;
  /** Ends of the 95 % interval over sequences. */
  readonly low: number | null;
  readonly high: number | null;
}

export interface InductionHead {
  readonly layer: number;
  readonly head: number;
  readonly verdict: InductionVerdict;
  readonly score: Estimate;
  /** The same positions where nothing is repeated. */
  readonly control: Estimate;
  readonly difference: Estimate;
  readonly p: number | null;
  readonly q: number | null;
  readonly previousToken: Estimate;
  readonly duplicateToken: Estimate;
}

/** Every head by layer and head. */
export function inductionHeads(result: NamedTensors): InductionHead[] {
  const { shape } = tensorOf(result, 'score');
  const [layers = 0, heads = 0] = shape;
  const margin = scalarOf(result, 'margin') ?? 0;
  const estimateOf = (name: string, place: number): Estimate => {
    const interval = tensorOf(result, `${name}_interval`).data;
    return {
      mean: orNull(tensorOf(result, name).data[place]),
      low: orNull(interval[2 * place]),
      high: orNull(interval[2 * place + 1]),
    };
  };
  return Array.from({ length: layers * heads }, (_, place) => {
    const difference = estimateOf('difference', place);
    return {
      layer: Math.floor(place / heads),
      head: place % heads,
      verdict: verdictOf(difference, orNull(tensorOf(result, 'q').data[place]), margin),
      score: estimateOf('score', place),
      control: estimateOf('control', place),
      difference,
      p: orNull(tensorOf(result, 'p').data[place]),
      q: orNull(tensorOf(result, 'q').data[place]),
      previousToken: estimateOf('previous_token', place),
      duplicateToken: estimateOf('duplicate_token', place),
    };
  });
}

/** Intervals are of one head each; q keeps the share of false calls among all heads down. */
function verdictOf({ low, high }: Estimate, q: number | null, margin: number): InductionVerdict {
  if (low === null || high === null) return 'undecided';
  if (low > margin) return q !== null && q <= LARGEST_Q ? 'induction' : 'undecided';
  return high < margin ? 'none' : 'undecided';
}

/** The largest difference from the control first; undefined ones last; ties to the lower layer, then head. */
export function byDifference(heads: readonly InductionHead[]): InductionHead[] {
  const rank = ({ difference: { mean } }: InductionHead) => mean ?? -Infinity;
  return heads.toSorted((a, b) => rank(b) - rank(a) || a.layer - b.layer || a.head - b.head);
}
