/** What is stored of each pair until the analysis is put together. Q quantities, L layers, H heads, R distances. */
import { type NamedTensor, namedTensor, type NamedTensors, tensorOf } from '../named-tensor.ts';
import type { ComparedPair } from '../statistics/compared-pair.ts';
import { NEGATION_PROFILES, NEGATION_QUANTITIES, PROFILE_DISTANCES } from './quantities.ts';

/** Why nothing was measured of a pair; `measured` where it was. */
export const PAIR_STATES = ['measured', 'no cue', 'too long', 'same'] as const;
export type PairState = (typeof PAIR_STATES)[number];

/** What a pair's own control is: there is none; it was measured; what it changes is not in the place of the cue. */
export const NEUTRAL_STATES = ['none', 'measured', 'elsewhere', 'too long'] as const;
export type NeutralState = (typeof NEUTRAL_STATES)[number];

/** Of one statement beside its original. */
export interface MeasuredSide {
  /** [Q, L, H] */
  readonly values: Float64Array;
  /** [profile, R, L, H] */
  readonly profiles: Float32Array;
  readonly ids: readonly number[];
  readonly aligned: readonly (readonly [number, number])[];
}

export interface MeasuredPair {
  readonly originalIds: readonly number[];
  /** The counterfactual. */
  readonly set: MeasuredSide;
  readonly neutral: MeasuredSide | null;
  readonly neutralState: NeutralState;
  /** Of the counterfactual: how far attention would reach that is evenly spread. */
  readonly evenDistance: number;
  /** Whether the original has a cue as well. */
  readonly cueBefore: boolean;
}

/** A pair of which nothing was measured. */
export function leftOutPart(state: Exclude<PairState, 'measured'>): NamedTensors {
  return new Map([['facts', factsTensor(state, 'none', false)]]);
}

export function partOfPair(pair: MeasuredPair, layers: number, heads: number): NamedTensors {
  const { originalIds, set, neutral, neutralState, evenDistance, cueBefore } = pair;
  const part = new Map<string, NamedTensor>([
    ['facts', factsTensor('measured', neutralState, cueBefore)],
    ['even_distance', namedTensor({}, Float64Array.of(evenDistance))],
    ['original_ids', integers({ position: originalIds.length }, originalIds)],
  ]);
  for (const [name, side] of [
    ['set', set],
    ['neutral', neutral],
  ] as const) {
    if (side === null) continue;
    part.set(`${name}_ids`, integers({ position: side.ids.length }, side.ids));
    part.set(`${name}_aligned`, integers({ pair: side.aligned.length, side: 2 }, side.aligned.flat()));
    part.set(
      `${name}_values`,
      namedTensor({ quantity: NEGATION_QUANTITIES.length, layer: layers, head: heads }, side.values),
    );
    part.set(
      `${name}_profiles`,
      namedTensor(
        {
          profile: NEGATION_PROFILES.length,
          distance: PROFILE_DISTANCES.length,
          layer: layers,
          head: heads,
        },
        side.profiles,
      ),
    );
  }
  return part;
}

function integers(sizes: Readonly<Record<string, number>>, values: readonly number[]): NamedTensor {
  return namedTensor(sizes, Int32Array.from(values));
}

function factsTensor(state: PairState, neutralState: NeutralState, cueBefore: boolean): NamedTensor {
  return integers({ fact: 3 }, [
    PAIR_STATES.indexOf(state),
    NEUTRAL_STATES.indexOf(neutralState),
    Number(cueBefore),
  ]);
}

export interface PairFacts {
  readonly state: PairState;
  readonly neutralState: NeutralState;
  readonly cueBefore: boolean;
}

export function factsOf(part: NamedTensors): PairFacts {
  const [state = 0, neutralState = 0, cueBefore = 0] = tensorOf(part, 'facts').data;
  return {
    state: PAIR_STATES[state] ?? 'no cue',
    neutralState: NEUTRAL_STATES[neutralState] ?? 'none',
    cueBefore: cueBefore === 1,
  };
}

/** As comparisons take it. */
export function comparedPair(
  part: NamedTensors,
  side: 'set' | 'neutral',
  place: Pick<ComparedPair, 'position' | 'label' | 'cluster'>,
): ComparedPair {
  const flat = tensorOf(part, `${side}_aligned`).data;
  return {
    ...place,
    originalIds: Array.from(tensorOf(part, 'original_ids').data),
    counterfactualIds: Array.from(tensorOf(part, `${side}_ids`).data),
    aligned: Array.from({ length: flat.length / 2 }, (_, at) => [flat[2 * at] ?? 0, flat[2 * at + 1] ?? 0]),
  };
}
