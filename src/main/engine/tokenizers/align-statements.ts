/** The alignment of two statements by the method of a run, with what the tokenizer knows of tokens and words. */
import { alignTokens } from '../../../core/pairs/align.ts';
import type { Alignment, AlignmentMethod } from '../../../core/pairs/alignment.ts';
import type { Tokenizer } from './tokenizer.ts';

/**
 * @param tokenizer of the model; null: ids are all there is
 * @throws CoreError as {@link alignTokens}
 */
export function alignStatements(
  original: readonly number[],
  other: readonly number[],
  method: AlignmentMethod,
  tokenizer: Pick<Tokenizer, 'specialIds' | 'describe'> | null,
): Alignment {
  if (tokenizer === null) return alignTokens(original, other, method, new Set());
  const words = (ids: readonly number[]) => tokenizer.describe(null, ids).map(({ word }) => word);
  return alignTokens(original, other, method, tokenizer.specialIds, () => ({
    original: words(original),
    counterfactual: words(other),
  }));
}
