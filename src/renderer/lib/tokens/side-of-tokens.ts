/** On which side of a card a text begins, told by its tokens. */
import { textRunsFromRight } from '../../../core/figures/text-direction.ts';
import { surroundings } from '../../../core/pairs/surroundings.ts';

export function sideOfTokens(tokens: Parameters<typeof surroundings>[0]): 'start' | 'end' {
  const labels = tokens.map(({ text }) => text);
  return textRunsFromRight(labels, surroundings(tokens)) ? 'end' : 'start';
}
