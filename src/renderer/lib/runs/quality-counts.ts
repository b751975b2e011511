/** What can be wrong with pairs, each with how many it is wrong with: also with none. */
import { SAME_TOKENS, type PairNote } from '../../../core/pairs/pair-notes.ts';
import type { RoleQuality } from '../../../shared/pair-quality.ts';

export interface QualityCount {
  readonly what: string;
  /** What it does to the numbers. */
  readonly effect: string;
  /** Of pairs, controls and neutrals together. */
  readonly count: number;
}

export function qualityCounts(roles: readonly RoleQuality[]): QualityCount[] {
  const noted = (notes: readonly PairNote[]): number =>
    roles
      .flatMap((role) => role.noted)
      .filter(({ note }) => notes.includes(note))
      .reduce((sum, { pairs }) => sum + pairs, 0);
  const failed = roles.flatMap((role) => role.failed).reduce((sum, { pairs }) => sum + pairs, 0);
  return [
    { what: 'The same tokens on both sides', effect: 'count as no change', count: noted(SAME_TOKENS) },
    { what: 'One token on both sides', effect: 'count as no change', count: noted(['one_token']) },
    { what: 'Unknown tokens', effect: 'to the model all the same', count: noted(['unknown_tokens']) },
    { what: 'Could not be measured', effect: 'in no statistic', count: failed },
  ];
}
