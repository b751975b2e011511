/** A result of negation as rows: what tables, figures and sentences read. */
import { OUTCOMES, type Outcome } from '../../statistics/outcome.ts';
import { type NamedTensors, orNull, tensorOf } from '../named-tensor.ts';
import { COMPARISON_KINDS, type ComparisonKind } from '../statistics/comparison-design.ts';
import { STATISTICS, type Statistic } from './columns.ts';
import {
  NEGATION_PROFILES,
  NEGATION_QUANTITIES,
  type NegationProfile,
  type NegationQuantity,
  PROFILE_DISTANCES,
} from './quantities.ts';

/** null: undefined. */
export type NegationStatistics = Readonly<Record<Exclude<Statistic, 'outcome' | 'n'>, number | null>> & {
  readonly n: number;
  readonly outcome: Outcome;
};

export interface HeadRow extends NegationStatistics {
  readonly layer: number;
  readonly head: number;
}

/** The statistics at one place of a tensor [statistic, …]. */
export function statisticsAt(result: NamedTensors, name: string, place = 0): NegationStatistics {
  const { data } = tensorOf(result, name);
  const size = data.length / STATISTICS.length;
  const values = STATISTICS.map((statistic, index) => {
    const value = data[index * size + place];
    if (statistic === 'outcome') return [statistic, OUTCOMES[value ?? 0] ?? 'no test'] as const;
    return [statistic, statistic === 'n' ? (value ?? 0) : orNull(value)] as const;
  });
  // Each statistic has been written from a value of that type.
  return Object.fromEntries(values) as NegationStatistics;
}

/** Every head by layer and head. */
export function headRows(result: NamedTensors, quantity: NegationQuantity): HeadRow[] {
  const [, layers = 0, heads = 1] = tensorOf(result, quantity).shape;
  return Array.from({ length: layers * heads }, (_, place) => ({
    layer: Math.floor(place / heads),
    head: place % heads,
    ...statisticsAt(result, quantity, place),
  }));
}

/** By quantity, layer and head. */
export function quantityRows(result: NamedTensors): (HeadRow & { readonly quantity: NegationQuantity })[] {
  return NEGATION_QUANTITIES.flatMap((quantity) =>
    headRows(result, quantity).map((row) => ({ quantity, ...row })),
  );
}

export interface ProfileRow extends HeadRow {
  readonly profile: NegationProfile;
  readonly distance: number;
}

/** Of one head, or of all, by profile, layer, head and distance. */
export function profileRows(
  result: NamedTensors,
  profiles: readonly NegationProfile[] = NEGATION_PROFILES,
  at?: { readonly layer: number; readonly head: number },
): ProfileRow[] {
  return profiles.flatMap((profile) => {
    const name = `${profile}_profile`;
    const [, , layers = 0, heads = 1] = tensorOf(result, name).shape;
    const places =
      at === undefined
        ? Array.from({ length: layers * heads }, (_, place) => place)
        : [at.layer * heads + at.head];
    return places.flatMap((place) =>
      PROFILE_DISTANCES.map((distance, index) => ({
        profile,
        layer: Math.floor(place / heads),
        head: place % heads,
        distance,
        ...statisticsAt(result, name, index * layers * heads + place),
      })),
    );
  });
}

export function comparisonOf(result: NamedTensors): ComparisonKind {
  return COMPARISON_KINDS[tensorOf(result, 'comparison').data[0] ?? -1] ?? 'none';
}
