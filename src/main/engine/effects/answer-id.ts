/** The token that the answer of a pair is. */
import type { Pair } from '../../../shared/entities.ts';
import { PairlensError } from '../../../shared/errors.ts';
import type { LoadedModel } from '../models/library.ts';
import { answerToken, type SeveralPieces } from '../tokenizers/answer-token.ts';

/** As it stands after the original, or at its mask; null where it is no token there. */
export function answerId(
  pair: Pick<Pair, 'original' | 'originalIds'>,
  word: string,
  model: Pick<LoadedModel, 'tokenizer' | 'dimensions' | 'causal'>,
  pieces: SeveralPieces,
): number | null {
  try {
    return answerToken({ text: pair.original, ids: pair.originalIds }, word, model, pieces).tokenId;
  } catch (error) {
    if (error instanceof PairlensError && error.code === 'INPUT_INVALID') return null;
    throw error;
  }
}
