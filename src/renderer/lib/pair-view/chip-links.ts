/** The alignment of two statements as links between their chips. */
import type { Chip } from '../tokens/chips.ts';
import type { Link } from './alignment-draft.ts';

/** A link between chips: the same token on both sides, or one token for another. */
export interface ChipLink {
  readonly original: number;
  readonly counterfactual: number;
  readonly kind: 'match' | 'substitution';
}

/** Links of tokens as links of chips; several between the same two chips are one. */
export function chipLinks(
  links: readonly Link[],
  original: readonly Chip[],
  counterfactual: readonly Chip[],
): ChipLink[] {
  const above = chipOfPosition(original);
  const below = chipOfPosition(counterfactual);
  const seen = new Map<string, ChipLink>();
  for (const [i, j] of links) {
    const [a, b] = [above[i], below[j]];
    if (a === undefined || b === undefined || seen.has(`${a} ${b}`)) continue;
    const same = original[a]?.ids.join() === counterfactual[b]?.ids.join();
    seen.set(`${a} ${b}`, { original: a, counterfactual: b, kind: same ? 'match' : 'substitution' });
  }
  return [...seen.values()];
}

function chipOfPosition(chips: readonly Chip[]): number[] {
  const chipOf: number[] = [];
  chips.forEach((chip, index) => chip.positions.forEach((position) => (chipOf[position] = index)));
  return chipOf;
}
