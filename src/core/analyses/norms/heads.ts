/** The heads of a norms result: how far weights and norms put cells in the same order. */
import { type Estimate, estimateAt } from '../estimate.ts';
import { type NamedTensors, orNull, scalarOf, tensorOf } from '../named-tensor.ts';
import { LARGEST_Q } from '../interval-verdict.ts';

/**
 * 'disagree': the whole 95 % interval lies below the bound, and q is at most {@link LARGEST_Q}; 'agree': the whole of it lies
 * above; else 'undecided'; 'untested' without an interval.
 */
export type NormsVerdict = 'disagree' | 'undecided' | 'agree' | 'untested';

export interface NormsHead {
  readonly layer: number;
  readonly head: number;
  readonly verdict: NormsVerdict;
  /** Spearman's correlation of weights and norms over the cells of a text, mean over texts. */
  readonly correlation: Estimate;
  /** Texts in which it is defined. */
  readonly n: number;
  readonly p: number | null;
  readonly q: number | null;
}

/** Every head by layer and head. */
export function normsHeads(result: NamedTensors): NormsHead[] {
  const { shape } = tensorOf(result, 'weight_norm_correlation');
  const [layers = 0, heads = 0] = shape;
  const at = (name: string, place: number) => orNull(tensorOf(result, name).data[place]);
  const below = scalarOf(result, 'below') ?? 0;
  return Array.from({ length: layers * heads }, (_, place) => {
    const correlation = estimateAt(result, 'weight_norm_correlation', place);
    const q = at('q', place);
    return {
      layer: Math.floor(place / heads),
      head: place % heads,
      verdict: verdictOf(correlation, q, below),
      correlation,
      n: at('weight_norm_correlation_n', place) ?? 0,
      p: at('p', place),
      q,
    };
  });
}

function verdictOf({ low, high }: Estimate, q: number | null, below: number): NormsVerdict {
  if (low === null || high === null) return 'untested';
  if (high < below) return q !== null && q <= LARGEST_Q ? 'disagree' : 'undecided';
  return low > below ? 'agree' : 'undecided';
}

/** The lowest correlation first; undefined ones last; ties to the lower layer, then head. */
export function byCorrelation(heads: readonly NormsHead[]): NormsHead[] {
  const rank = ({ correlation: { mean } }: NormsHead) => mean ?? Infinity;
  return heads.toSorted((a, b) => rank(a) - rank(b) || a.layer - b.layer || a.head - b.head);
}
