/** How what is said of a head looks and reads, the same in maps, rankings, chips and tables. */
import { inSentence } from '../capitalised.ts';
import type { CellLook, LegendEntry } from '../figures/head-grid-legend.ts';
import { HEAD_OUTCOMES, type HeadCalls, type HeadOutcome } from './of-heads.ts';

/** After a count, or alone: "9 undecided". Of what is called or ruled out the kind has words of its own: {@link wordsOfOutcome}. */
export const OUTCOME_WORDS = {
  called: 'called',
  fell: 'fell on unseen text',
  undecided: 'undecided',
  none: 'ruled out',
  untested: 'not tested',
} as const satisfies Record<HeadOutcome, string>;

export const OUTCOME_LOOKS = {
  called: 'called',
  fell: 'dashed',
  undecided: 'hatched',
  none: 'grey',
  untested: 'dash',
} as const satisfies Record<HeadOutcome, CellLook>;

export function lookOfOutcome({ colours }: Pick<HeadCalls, 'colours'>, outcome: HeadOutcome): CellLook {
  return outcome === 'none' && colours === 'all' ? 'full' : OUTCOME_LOOKS[outcome];
}

/** As the page of the kind has it, in its map, its ranking and its sentences alike. */
export function wordsOfOutcome(
  { as, verdict, not }: Pick<HeadCalls, 'as' | 'verdict' | 'not'>,
  outcome: HeadOutcome,
  count = 1,
): string {
  if (outcome === 'called') return verdict?.[count === 1 ? 0 : 1] ?? as;
  return outcome === 'none' && not !== undefined ? not[count === 1 ? 0 : 1] : OUTCOME_WORDS[outcome];
}

/** The rule beside heads of which it may not hold: 'Called “induction” where the whole 95 % interval of …' */
export function ruleWords({ as, verdict, rule }: Pick<HeadCalls, 'as' | 'verdict' | 'rule'>): string {
  return `Called “${verdict?.[0] ?? as}” where ${inSentence(rule)}`;
}

/**
 * Each look with the count of its heads; what no head is stays out.
 * @param by where heads are called on two sides of 0, the numbers that they are called by: what is called on each is counted by itself. Where
 * others are drawn (`areDrawn`), namely those of which these are the differences from a control, no colour stands for a side.
 */
export function legendOfCalls(
  calls: HeadCalls,
  by?: { readonly values: Float64Array; readonly areDrawn: boolean },
): LegendEntry[] {
  return HEAD_OUTCOMES.flatMap((outcome): LegendEntry[] => {
    const places = calls.outcomes.flatMap((one, place) => (one === outcome ? [place] : []));
    const entry = (count: number, beside = '') => ({
      look: lookOfOutcome(calls, outcome),
      words: `${count} ${wordsOfOutcome(calls, outcome, count)}${beside}`,
    });
    if (places.length === 0) return [];
    const below = places.filter((place) => (by?.values[place] ?? 0) < 0).length;
    const above = places.length - below;
    if (outcome !== 'called' || below === 0) return [entry(places.length)];
    if (by?.areDrawn !== true)
      return [...(above === 0 ? [] : [entry(above, ', above control')]), entry(below, ', below control')];
    return [
      ...(above === 0 ? [] : [{ ...entry(above, ', above 0'), side: 'high' as const }]),
      { ...entry(below, ', below 0'), side: 'low' as const },
    ];
  });
}
