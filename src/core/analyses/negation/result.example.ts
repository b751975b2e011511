/** Parts of pairs with numbers that a test chooses: one layer of two heads, or as told. */
import { finish } from '../../statistics/steps.ts';
import type { NamedTensors } from '../named-tensor.ts';
import { combineNegation, type NegationItem } from './combine.ts';
import { negationOptions, type NegationOptions } from './options.ts';
import { leftOutPart, type MeasuredSide, type NeutralState, type PairState, partOfPair } from './parts.ts';
import { NEGATION_PROFILES, NEGATION_QUANTITIES, PROFILE_DISTANCES } from './quantities.ts';

export interface ChosenPair {
  /** Of quantity and head, in the order of the quantities. */
  readonly values: (quantity: number, place: number) => number;
  readonly neutral?: (quantity: number, place: number) => number;
  readonly label?: string;
  readonly cluster?: string;
  readonly state?: Exclude<PairState, 'measured'>;
  readonly role?: 'control';
  /** A token is put in, and none replaced. */
  readonly inserts?: boolean;
  readonly neutralState?: NeutralState;
}

export const LAYERS = 2;
export const HEADS = 2;

export function chosenParts(pairs: readonly ChosenPair[]) {
  const items = pairs.map(({ role, label = null, cluster = null }, position): NegationItem => ({
    role: role ?? 'set',
    position,
    label,
    cluster,
  }));
  const parts = pairs.map(({ values, neutral, state, inserts = false, neutralState }, position) => ({
    position,
    part:
      state !== undefined
        ? leftOutPart(state)
        : partOfPair(
            {
              originalIds: [1, 2, 3],
              set: side(values, 7, inserts),
              neutral: neutral === undefined ? null : side(neutral, 8),
              neutralState: neutralState ?? (neutral === undefined ? 'none' : 'measured'),
              evenDistance: 2,
              cueBefore: false,
            },
            LAYERS,
            HEADS,
          ),
  }));
  return { items, parts };
}

/** A substitution of the second token, or an insertion before it. */
function side(values: ChosenPair['values'], id: number, inserts = false): MeasuredSide {
  const places = LAYERS * HEADS;
  return {
    values: Float64Array.from({ length: NEGATION_QUANTITIES.length * places }, (_, at) =>
      values(Math.floor(at / places), at % places),
    ),
    profiles: Float32Array.from(
      { length: NEGATION_PROFILES.length * PROFILE_DISTANCES.length * places },
      (_, at) => values(0, at % places) / 16,
    ),
    ids: inserts ? [1, id, 2, 3] : [1, id, 3],
    aligned: inserts
      ? [
          [0, 0],
          [1, 2],
          [2, 3],
        ]
      : [
          [0, 0],
          [1, 1],
          [2, 2],
        ],
  };
}

export function chosenResult(
  pairs: readonly ChosenPair[],
  hasControlSet = false,
  options: Partial<NegationOptions> = {},
): NamedTensors {
  const input = { ...chosenParts(pairs), layers: LAYERS, heads: HEADS, hasRanks: true, hasControlSet };
  return finish(combineNegation(input, negationOptions.parse({ seed: 5, ...options })));
}
