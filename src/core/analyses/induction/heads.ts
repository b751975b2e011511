/** The heads of an induction result, each with what is said of it. */
import { type Estimate, UNDEFINED_ESTIMATE } from '../estimate.ts';
import { type NamedTensors, orNull, scalarOf, tensorOf } from '../named-tensor.ts';
import { LARGEST_Q } from '../interval-verdict.ts';
import { estimatesOf, mainMeasure } from './measures.ts';

/**
 * What the 95 % interval of score - control says against the margin. 'induction': the whole of it lies above, and q is at
 * most {@link LARGEST_Q}; 'none': the whole of it lies below; 'untested' without an interval, of one sequence; else 'undecided'.
 */
export type InductionVerdict = 'induction' | 'undecided' | 'none' | 'untested';

export interface InductionHead {
  readonly layer: number;
  readonly head: number;
  readonly verdict: InductionVerdict;
  /** Of the main measure. */
  readonly score: Estimate;
  /** The same positions where nothing is repeated. */
  readonly control: Estimate;
  readonly difference: Estimate;
  readonly p: number | null;
  readonly q: number | null;
}

/** Every head by layer and head. */
export function inductionHeads(result: NamedTensors): InductionHead[] {
  const main = mainMeasure(result);
  const [, heads = 0] = tensorOf(result, `induction.${main}`).shape;
  const margin = scalarOf(result, 'induction.margin') ?? 0;
  // Where token ids are given, and too few others are left, there is no control.
  const hasControl = result.has('induction.difference');
  const controls = hasControl ? estimatesOf(result, 'control') : [];
  const differences = hasControl ? estimatesOf(result, 'difference') : [];
  const tested = (name: string, place: number) =>
    hasControl ? orNull(tensorOf(result, `induction.difference_${name}`).data[place]) : null;
  return estimatesOf(result, main).map((score, place) => {
    const difference = differences[place] ?? UNDEFINED_ESTIMATE;
    const q = tested('q', place);
    return {
      layer: Math.floor(place / heads),
      head: place % heads,
      verdict: verdictOf(difference, q, margin),
      score,
      control: controls[place] ?? UNDEFINED_ESTIMATE,
      difference,
      p: tested('p', place),
      q,
    };
  });
}

/** Intervals are of one head each; q keeps the share of false calls among all heads down. */
function verdictOf({ low, high }: Estimate, q: number | null, margin: number): InductionVerdict {
  if (low === null || high === null) return 'untested';
  if (low > margin) return q !== null && q <= LARGEST_Q ? 'induction' : 'undecided';
  return high < margin ? 'none' : 'undecided';
}

/** The largest difference from the control first; undefined ones last; ties to the lower layer, then head. */
export function byDifference(heads: readonly InductionHead[]): InductionHead[] {
  const rank = ({ difference: { mean } }: InductionHead) => mean ?? -Infinity;
  return heads.toSorted((a, b) => rank(b) - rank(a) || a.layer - b.layer || a.head - b.head);
}
