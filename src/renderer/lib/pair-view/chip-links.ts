/** The alignment of two statements as links between their chips. */
import { counterparts } from '../../../core/pairs/words.ts';
import type { Chip } from '../tokens/chips.ts';
import type { Link } from './alignment-draft.ts';

/** A link between chips: the same token on both sides, or one token for another. */
export interface ChipLink {
  readonly original: number;
  readonly counterfactual: number;
  readonly kind: 'match' | 'substitution';
}

/** Links of tokens as links of chips: as the maps put words together, each chip has one counterpart. */
export function chipLinks(
  links: readonly Link[],
  original: readonly Chip[],
  counterfactual: readonly Chip[],
): ChipLink[] {
  const chips = counterparts(links, chipOfPosition(original), chipOfPosition(counterfactual));
  return chips.map(([above, below]) => {
    const same = original[above]?.ids.join() === counterfactual[below]?.ids.join();
    return { original: above, counterfactual: below, kind: same ? 'match' : 'substitution' };
  });
}

/** [n] */
function chipOfPosition(chips: readonly Chip[]): number[] {
  return chips.flatMap((chip, index) => chip.positions.map(() => index));
}
