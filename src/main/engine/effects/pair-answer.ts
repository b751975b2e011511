/** The token that a pair says should follow: read where the model would say it, after a statement or at its mask. */
import { PairlensError } from '../../../shared/errors.ts';
import type { LoadedModel } from '../models/library.ts';
import { answerToken, type SeveralPieces } from '../tokenizers/answer-token.ts';
import type { Statement } from '../tokenizers/statement-ids.ts';

/**
 * @param context the original of the pair
 * @param answer a word; beside token ids a token id in digits
 * @returns null where it is not one token there
 * @throws PairlensError TOKENIZER_MISSING
 */
export function pairAnswer(
  context: Statement,
  answer: string,
  model: Pick<LoadedModel, 'tokenizer' | 'dimensions' | 'causal'>,
  pieces: SeveralPieces,
): number | null {
  try {
    return answerToken(context, answer, model, pieces).tokenId;
  } catch (error) {
    if (error instanceof PairlensError && error.code === 'INPUT_INVALID') return null;
    throw error;
  }
}
