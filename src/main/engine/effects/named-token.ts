/** A token as a person names it: a word, or #ID. */
import { PairlensError } from '../../../shared/errors.ts';
import type { LoadedModel } from '../models/library.ts';

export type NamedToken =
  | { readonly id: number }
  /** Why it is no token, in words that go on after its name. */
  | { readonly problem: string };

type TokenModel = Pick<LoadedModel, 'tokenizer' | 'dimensions'>;

/**
 * @param text a word, taken as it stands in a sentence: with the space before it that most tokenizers keep, without one where
 *   only that is a token; '#14' or, of a model without tokenizer, '14' is token 14
 * @param pieces what is done with a word of several tokens
 */
export function namedToken(
  text: string,
  { tokenizer, dimensions: { vocabularySize } }: TokenModel,
  pieces: 'refuse' | 'first',
): NamedToken {
  const [, number] = /^#(\d+)$/.exec(text) ?? (tokenizer === null ? (/^(\d+)$/.exec(text) ?? []) : []);
  if (number !== undefined) {
    const id = Number(number);
    return id < vocabularySize ? { id } : { problem: `is outside the vocabulary of ${vocabularySize}` };
  }
  if (tokenizer === null)
    return { problem: 'is a word, and the model has no tokenizer: name the token by its id' };
  const plain = (written: string) => tokenizer.encode(written).filter((id) => !tokenizer.specialIds.has(id));
  const spaced = plain(text.startsWith(' ') ? text : ` ${text}`);
  const ways = [spaced, plain(text)];
  const whole = ways.find((ids) => ids.length === 1 && tokenizer.isOrdinary(ids[0] as number));
  if (whole !== undefined) return { id: whole[0] as number };
  const [first] = spaced.filter((id) => tokenizer.isOrdinary(id));
  if (first === undefined) return { problem: 'is not in the vocabulary' };
  if (pieces === 'first') return { id: first };
  const spelled = tokenizer.describe(null, spaced).map((token) => `“${token.text.trim()}”`);
  return { problem: `is ${spelled.length} tokens (${spelled.join(', ')})` };
}

/**
 * The token that an effect reads.
 * @param name as of {@link namedToken}
 * @throws PairlensError BAD_REQUEST for one that is no token
 */
export function effectToken(name: string, model: TokenModel, pieces: 'refuse' | 'first'): number {
  const token = namedToken(name, model, pieces);
  if ('id' in token) return token.id;
  throw new PairlensError(
    'BAD_REQUEST',
    `“${name}” ${token.problem}: an effect is of one token. Name another word, or take the first of its tokens with pieces first`,
    { token: name },
  );
}
