/** A token that a person names, of a prediction that is explained. */
import { PairlensError } from '../../../shared/errors.ts';
import { namedToken } from '../effects/named-token.ts';
import type { LoadedModel } from '../models/library.ts';

/**
 * @param named as {@link namedToken} takes it
 * @param what the token is called in errors: "target"
 * @throws PairlensError INPUT_INVALID for what is not one token, saying how it is cut
 */
export function oneToken(
  model: Pick<LoadedModel, 'tokenizer' | 'dimensions'>,
  named: string,
  what: string,
): number {
  const token = namedToken(named, model, 'refuse');
  if ('id' in token) return token.id;
  throw new PairlensError('INPUT_INVALID', `${what} “${named}” ${token.problem}: one token is explained`, {
    target: named,
  });
}
