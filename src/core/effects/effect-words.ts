/** An effect in words, the same on screens, in findings and in captions. */
import { inSentence } from '../capitalised.ts';
import { quotedToken } from '../figures/token-labels.ts';
import { type Effect, EFFECTS, type PositionRule } from './effects.ts';

/** 'at [MASK]' */
export function positionWords(position: PositionRule): string {
  if (position === 'last') return 'at the last token';
  return position === 'mask' ? 'at [MASK]' : `at position ${position}`;
}

/**
 * 'logit difference at the last token', 'sentence vector (mean over its tokens)'
 * @param tokens what the target and what it is held against are called, where they are the same for all pairs
 */
export function effectWords(
  { kind, position, pooling, toward }: Pick<Effect, 'kind' | 'position' | 'pooling' | 'toward'>,
  tokens: readonly string[] = [],
): string {
  const { title, hasPosition } = EFFECTS[kind];
  const named = tokens.length > 0 ? ` of ${tokens.map(quotedToken).join(' and ')}` : '';
  const where = hasPosition ? ` ${positionWords(position)}` : '';
  if (kind === 'pooled') return `sentence vector (${POOLING_WORDS[pooling]})`;
  if (kind === 'cosine') return `cosine to the ${toward} (${POOLING_WORDS[pooling]})`;
  if (kind === 'kl') return `${title}${where}`;
  return `${inSentence(title)}${named}${where}`;
}

export const POOLING_WORDS = {
  mean: 'mean over its tokens',
  cls: 'its first token',
  max: 'largest over its tokens',
  last: 'its last token',
} as const;
