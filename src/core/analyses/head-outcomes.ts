/** How what is said of a head looks and reads, the same in maps, rankings, chips and tables. */
import type { CellLook, LegendEntry } from '../figures/head-grid.ts';
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

/** As the page of the kind has it, in its map, its ranking and its sentences alike. */
export function wordsOfOutcome(
  { as, not }: Pick<HeadCalls, 'as' | 'not'>,
  outcome: HeadOutcome,
  count = 1,
): string {
  if (outcome === 'called') return as;
  return outcome === 'none' && not !== undefined ? not[count === 1 ? 0 : 1] : OUTCOME_WORDS[outcome];
}

/** The rule beside heads of which it may not hold: 'Called “induction” where the whole 95 % interval of …' */
export function ruleWords({ as, rule }: Pick<HeadCalls, 'as' | 'rule'>): string {
  return `Called “${as}” where ${rule.charAt(0).toLowerCase()}${rule.slice(1)}`;
}

/** Each look with the count of its heads; what no head is stays out. */
export function legendOfCalls(calls: HeadCalls): LegendEntry[] {
  return HEAD_OUTCOMES.flatMap((outcome) => {
    const count = calls.outcomes.filter((one) => one === outcome).length;
    if (count === 0) return [];
    return [{ look: OUTCOME_LOOKS[outcome], words: `${count} ${wordsOfOutcome(calls, outcome, count)}` }];
  });
}
