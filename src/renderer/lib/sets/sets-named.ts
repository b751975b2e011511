/** Sets of a list that is searched by their names. */
import type { SentenceSet } from '../../../shared/entities.ts';

/** Those with the text in their name, whatever the case, and those that are chosen: what is ticked stays in sight. */
export function setsNamed<Listed extends Pick<SentenceSet, 'id' | 'name'>>(
  sets: readonly Listed[],
  text: string,
  chosen: readonly number[],
): Listed[] {
  const wanted = text.trim().toLowerCase();
  return sets.filter(({ id, name }) => chosen.includes(id) || name.toLowerCase().includes(wanted));
}
