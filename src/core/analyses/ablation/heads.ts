/** The heads of an ablation, each with what is said of it. */
import { type NamedTensors, orNull, scalarOf, tensorOf } from '../named-tensor.ts';
import type { AblationMethod } from './methods.ts';

/** Of the test against 0, Benjamini-Hochberg over all heads. */
export const LARGEST_Q = 0.05;

/**
 * What the 95 % interval of the loss increase says against the margin. 'costs' and 'gains' (the model loses less without the head): the
 * whole of it lies beyond the margin, and q is at most {@link LARGEST_Q}; 'no matter': the whole of it lies within; else 'undecided'.
 */
export type AblationVerdict = 'costs' | 'gains' | 'no matter' | 'undecided';

export interface AblatedHead {
  readonly layer: number;
  readonly head: number;
  readonly verdict: AblationVerdict;
  /** Texts with a value. */
  readonly n: number;
  /** Nats a token that are lost more; null: undefined. */
  readonly mean: number | null;
  /** Ends of the 95 % interval over texts. */
  readonly low: number | null;
  readonly high: number | null;
  readonly p: number | null;
  readonly q: number | null;
}

/** Every head by layer and head. */
export function ablatedHeads(result: NamedTensors, method: AblationMethod): AblatedHead[] {
  const name = `ablation.${method}`;
  const { shape, data } = tensorOf(result, name);
  const [, heads = 0] = shape;
  const margin = scalarOf(result, 'ablation.margin') ?? 0;
  const valueOf = (suffix: string, place: number) =>
    orNull(tensorOf(result, `${name}_${suffix}`).data[place]);
  return Array.from(data, (mean, place) => {
    const low = valueOf('interval', 2 * place);
    const high = valueOf('interval', 2 * place + 1);
    const q = valueOf('q', place);
    return {
      layer: Math.floor(place / heads),
      head: place % heads,
      verdict: verdictOf(low, high, q, margin),
      n: valueOf('n', place) ?? 0,
      mean: orNull(mean),
      low,
      high,
      p: valueOf('p', place),
      q,
    };
  });
}

function verdictOf(
  low: number | null,
  high: number | null,
  q: number | null,
  margin: number,
): AblationVerdict {
  if (low === null || high === null) return 'undecided';
  const isSure = q !== null && q <= LARGEST_Q;
  if (low > margin) return isSure ? 'costs' : 'undecided';
  if (high < -margin) return isSure ? 'gains' : 'undecided';
  return low > -margin && high < margin ? 'no matter' : 'undecided';
}

/** What costs most first; undefined ones last; ties to the lower layer, then head. */
export function byCost(heads: readonly AblatedHead[]): AblatedHead[] {
  const rank = ({ mean }: AblatedHead) => mean ?? -Infinity;
  return heads.toSorted((a, b) => rank(b) - rank(a) || a.layer - b.layer || a.head - b.head);
}
