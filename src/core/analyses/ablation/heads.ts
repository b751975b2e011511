/** The heads of an ablation, each with what is said of it. */
import { type NamedTensors, orNull, scalarOf, tensorOf } from '../named-tensor.ts';
import { beyondMargin, type IntervalVerdict } from '../interval-verdict.ts';
import type { AblationMethod } from './methods.ts';

/**
 * What the 95 % interval of the loss increase says against the margin, by {@link beyondMargin} with q over all heads: 'costs', 'gains' (the
 * model loses less without the head), 'no matter' within; 'untested' without an interval, of one text; else 'undecided'.
 */
export type AblationVerdict = 'costs' | 'gains' | 'no matter' | 'undecided' | 'untested';

const VERDICTS = {
  above: 'costs',
  below: 'gains',
  within: 'no matter',
  undecided: 'undecided',
  untested: 'untested',
} as const satisfies Record<IntervalVerdict, AblationVerdict>;

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
      verdict: VERDICTS[beyondMargin({ low, high }, q, margin)],
      n: valueOf('n', place) ?? 0,
      mean: orNull(mean),
      low,
      high,
      p: valueOf('p', place),
      q,
    };
  });
}

/** What costs most first; undefined ones last; ties to the lower layer, then head. */
export function byCost(heads: readonly AblatedHead[]): AblatedHead[] {
  const rank = ({ mean }: AblatedHead) => mean ?? -Infinity;
  return heads.toSorted((a, b) => rank(b) - rank(a) || a.layer - b.layer || a.head - b.head);
}
