/** The heads by how much they matter: effects with what is said of them. */
import { type NamedTensors, orNull, scalarOf, tensorOf } from '../named-tensor.ts';
import { beyondMargin, type IntervalVerdict } from '../interval-verdict.ts';
import { EFFECT_METHODS, type EffectMethod } from './methods.ts';

/**
 * What the 95 % interval says against the smallest effect that counts, by {@link beyondMargin} with q over all heads: 'matters' above it,
 * 'opposes' below minus that, 'does not matter' within; 'untested' without an interval, of one pair; else 'undecided'.
 */
export type EffectVerdict = 'matters' | 'opposes' | 'does not matter' | 'undecided' | 'untested';

const VERDICTS = {
  above: 'matters',
  below: 'opposes',
  within: 'does not matter',
  undecided: 'undecided',
  untested: 'untested',
} as const satisfies Record<IntervalVerdict, EffectVerdict>;

export interface HeadEffect {
  readonly layer: number;
  readonly head: number;
  readonly verdict: EffectVerdict;
  /** Pairs with a value. */
  readonly n: number;
  /** Share of the way; null: undefined. */
  readonly mean: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly p: number | null;
  readonly q: number | null;
}

/** Those that a result has, in their order. */
export function methodsOf(result: NamedTensors): EffectMethod[] {
  return EFFECT_METHODS.filter((method) => result.has(`effects.${method}`));
}

/** Every head by layer and head. */
export function headEffects(result: NamedTensors, method: EffectMethod): HeadEffect[] {
  const name = `effects.${method}`;
  const { shape, data } = tensorOf(result, name);
  const [, heads = 0] = shape;
  const margin = scalarOf(result, 'effects.margin') ?? 0;
  const valueOf = (suffix: string, place: number) =>
    orNull(tensorOf(result, `${name}_${suffix}`).data[place]);
  return Array.from(data, (mean, place) => {
    const numbers = {
      low: valueOf('interval', 2 * place),
      high: valueOf('interval', 2 * place + 1),
      q: valueOf('q', place),
    };
    return {
      layer: Math.floor(place / heads),
      head: place % heads,
      verdict: verdictOf(numbers, margin),
      n: valueOf('n', place) ?? 0,
      mean: orNull(mean),
      p: valueOf('p', place),
      ...numbers,
    };
  });
}

export function verdictOf(
  { q, ...interval }: Pick<HeadEffect, 'low' | 'high' | 'q'>,
  margin: number,
): EffectVerdict {
  return VERDICTS[beyondMargin(interval, q, margin)];
}

/** The largest effect first, whichever way it goes; undefined ones last; ties to the lower layer, then head. */
export function byEffect(heads: readonly HeadEffect[]): HeadEffect[] {
  const rank = ({ mean }: HeadEffect) => (mean === null ? -1 : Math.abs(mean));
  return heads.toSorted((a, b) => rank(b) - rank(a) || a.layer - b.layer || a.head - b.head);
}
