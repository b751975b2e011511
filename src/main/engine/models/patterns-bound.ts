/** How much attention of a model is read at once. */
import { PairlensError } from '../../../shared/errors.ts';
import type { LoadedModel } from './library.ts';

/** 256 MiB of float32. */
const MOST_VALUES = 2 ** 26;

/** @throws PairlensError SENTENCE_TOO_LONG where the patterns of all heads on so many tokens are more than is read at once */
export function checkPatternsFit(
  { layers, heads }: Pick<LoadedModel['dimensions'], 'layers' | 'heads'>,
  tokens: number,
): void {
  const all = layers * heads;
  if (all * tokens ** 2 <= MOST_VALUES) return;
  throw new PairlensError(
    'SENTENCE_TOO_LONG',
    `${tokens} tokens are more than the attention of ${layers} × ${heads} heads is read of at once, which are ${Math.floor(Math.sqrt(MOST_VALUES / all))}`,
    { tokens },
  );
}
