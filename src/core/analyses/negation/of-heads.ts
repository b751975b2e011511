/** What a negation analysis knows of every head, for its own page, the head's page and the catalogue. */
import type { NamedTensors } from '../named-tensor.ts';
import { tensorOf } from '../named-tensor.ts';
import type {
  HeadCurve,
  HeadNumbers,
  HeadOutcome,
  HeadPlace,
  HeadProfile,
  HeadQuantity,
} from '../of-heads.ts';
import { OUTCOME_LEVEL } from '../../statistics/outcome.ts';
import { countsOf } from './counts.ts';
import {
  NEGATION_PROFILES,
  NEGATION_QUANTITIES,
  type NegationQuantity,
  PROFILE_DISTANCES,
  PROFILE_TITLES,
  QUANTITIES,
} from './quantities.ts';
import { comparisonOf, type HeadRow, headRows, profileRows } from './rows.ts';
import { controlName } from './words.ts';

/** By so much the whole interval of the difference has to lie above 0 for a head to be called: half of a share. */
export const LEAST_RATIO = 0.5;

export function negationOfHeads(result: NamedTensors): readonly HeadQuantity[] {
  return NEGATION_QUANTITIES.map((quantity) => negationQuantity(result, quantity));
}

export function negationQuantity(result: NamedTensors, quantity: NegationQuantity): HeadQuantity {
  const rows = headRows(result, quantity);
  const [, layers = 0, heads = 0] = tensorOf(result, quantity).shape;
  const { title, unit } = QUANTITIES[quantity];
  const kind = comparisonOf(result);
  const numbers = (of: (row: HeadRow) => readonly (number | null)[]): HeadNumbers => {
    const column = (at: number) => Float64Array.from(rows, (row) => of(row)[at] ?? Number.NaN);
    return { values: column(0), low: column(1), high: column(2) };
  };
  return {
    ...numbers(({ mean, ci_low, ci_high }) => [mean, ci_low, ci_high]),
    name: quantity,
    title,
    unit,
    question: 'negation',
    layers,
    heads,
    signed: false,
    n: countsOf(result).measured,
    ...(kind !== 'none' && {
      control: {
        ...numbers(({ control_mean, control_ci_low, control_ci_high }) => [
          control_mean,
          control_ci_low,
          control_ci_high,
        ]),
        title: controlName(kind),
      },
      difference: numbers(({ difference, difference_ci_low, difference_ci_high }) => [
        difference,
        difference_ci_low,
        difference_ci_high,
      ]),
      q: Float64Array.from(rows, ({ q }) => q ?? Number.NaN),
      ...(quantity === 'to_cue_ratio' && {
        called: {
          as: 'negation cue',
          rule: `The whole 95 % interval of its difference from the ${controlName(kind)} lies above ${LEAST_RATIO} ×, and q is at most ${OUTCOME_LEVEL}.`,
          outcomes: rows.map(outcomeOf),
        },
      }),
    }),
    byItem: { tensor: 'set_values', at: NEGATION_QUANTITIES.indexOf(quantity) },
  };
}

export function outcomeOf({ q, difference_ci_low: low, difference_ci_high: high }: HeadRow): HeadOutcome {
  if (q === null || low === null || high === null) return 'untested';
  if (low > LEAST_RATIO && q <= OUTCOME_LEVEL) return 'called';
  return high < LEAST_RATIO ? 'none' : 'undecided';
}

/** Of shares of attention and of 1 − cosine, both in 0 to 1: an axis that ended lower would draw noise as a peak. */
const LEAST_SHOWN = 0.05;

export function negationProfiles(result: NamedTensors, head: HeadPlace): readonly HeadProfile[] {
  const control = controlName(comparisonOf(result));
  return NEGATION_PROFILES.map((profile): HeadProfile => {
    const rows = profileRows(result, [profile], head);
    // Short texts have nothing at the far ends.
    const seen = rows.flatMap(({ mean, control_mean: other }, place) =>
      mean === null && other === null ? [] : [place],
    );
    const cue = PROFILE_DISTANCES.indexOf(0);
    const [from, to] = [Math.min(cue, seen[0] ?? 0), Math.max(cue, seen.at(-1) ?? rows.length - 1) + 1];
    const shown = rows.slice(from, to);
    const curve = (of: 'ci' | 'control_ci', mean: 'mean' | 'control_mean'): HeadCurve => ({
      mean: shown.map((row) => row[mean]),
      low: shown.map((row) => row[`${of}_low`]),
      high: shown.map((row) => row[`${of}_high`]),
    });
    return {
      name: profile,
      title: PROFILE_TITLES[profile],
      question: 'negation',
      axis: 'tokens after the cue',
      unit: '',
      least: LEAST_SHOWN,
      at: PROFILE_DISTANCES.slice(from, to),
      curve: curve('ci', 'mean'),
      ...(control !== '' && { control: { ...curve('control_ci', 'control_mean'), title: control } }),
      look: 'line',
      mark: { at: 0, words: 'cue' },
    };
  });
}

/** The head that stands out most: by its difference from the control, or by itself where there is none. */
export function strongestHead(result: NamedTensors, quantity: NegationQuantity): HeadPlace {
  const size = (row: HeadRow) => row.difference ?? row.mean ?? -Infinity;
  const [first] = headRows(result, quantity).toSorted((a, b) => size(b) - size(a));
  return { layer: first?.layer ?? 0, head: first?.head ?? 0 };
}
