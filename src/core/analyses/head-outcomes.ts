/** How what is said of a head looks and reads, the same in maps, rankings, chips and tables. */
import type { CellLook, LegendEntry } from '../figures/head-grid.ts';
import { HEAD_OUTCOMES, type HeadCalls, type HeadOutcome } from './of-heads.ts';

/** After a count, or alone: "9 undecided". */
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

/** Each look with the count of its heads; what no head is stays out. */
export function legendOfCalls({ as, outcomes }: HeadCalls): LegendEntry[] {
  return HEAD_OUTCOMES.flatMap((outcome) => {
    const count = outcomes.filter((one) => one === outcome).length;
    if (count === 0) return [];
    const words = outcome === 'called' ? as : OUTCOME_WORDS[outcome];
    return [{ look: OUTCOME_LOOKS[outcome], words: `${count} ${words}` }];
  });
}
