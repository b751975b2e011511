/** A token that a person names: its text, or its id with # before it. */
import { PairlensError } from '../../../shared/errors.ts';
import type { LoadedModel } from '../models/library.ts';

/**
 * @param what the token is called in errors: "target"
 * @throws PairlensError INPUT_INVALID for what is not one token, saying how it is cut; TOKENIZER_MISSING
 */
export function oneToken(
  { tokenizer, dimensions: { vocabularySize } }: Pick<LoadedModel, 'tokenizer' | 'dimensions'>,
  named: string,
  what: string,
): number {
  const [, id] = /^#(\d+)$/.exec(named) ?? [];
  if (id !== undefined) {
    if (Number(id) < vocabularySize) return Number(id);
    throw new PairlensError(
      'INPUT_INVALID',
      `${what} ${named} is not in the vocabulary, which has ids 0 to ${vocabularySize - 1}`,
    );
  }
  if (tokenizer === null)
    throw new PairlensError(
      'TOKENIZER_MISSING',
      `the model folder has no tokenizer: name the ${what} by its id, as #17`,
    );
  const piecesOf = (text: string) => tokenizer.encode(text).filter((one) => !tokenizer.specialIds.has(one));
  const pieces = piecesOf(named);
  const [only, ...others] = pieces;
  if (only !== undefined && others.length === 0) return only;
  if (tokenizer.encode(named).includes(tokenizer.maskId ?? -1) || pieces.length === 0)
    throw new PairlensError('INPUT_INVALID', `${what} “${named}” is no ordinary token`);
  const cut = tokenizer.describe(named, pieces).map(({ text }) => `“${text}”`);
  const spaced = named.startsWith(' ') ? [] : piecesOf(` ${named}`);
  const hint = spaced.length === 1 ? `; “ ${named}”, with a space before it, is one` : '';
  throw new PairlensError(
    'INPUT_INVALID',
    `${what} “${named}” is ${pieces.length} tokens (${cut.join(', ')}), and one is explained${hint}`,
    { target: named, tokens: pieces.length },
  );
}
