/**
 * A person's own detector: regular expressions that the texts of tokens have to match. They are those of RE2, whose matching
 * takes time in proportion to the text, whatever the expression: none can hold the engine up. It has no backreferences and
 * nothing that looks ahead or behind.
 */
import { RE2JS } from 're2js';
import { CoreError, messageOf } from '../../errors.ts';
import { MARK } from './token-marks.ts';

export interface OwnExpressions {
  /** '': every token. */
  readonly ownQuery: string;
  readonly ownKey: string;
}

/**
 * What marks tokens by their text, without the spaces around it and without the sign that a piece continues a word; a token
 * of spaces only stays as it is.
 *
 * @returns bits ownQuery and ownKey of {@link MARK}
 * @throws CoreError INPUT_INVALID for an expression that is none, or that RE2 does not have
 */
export function ownMarker({ ownQuery, ownKey }: OwnExpressions): (text: string) => number {
  const matchesQuery = matcherOf('query', ownQuery);
  const matchesKey = matcherOf('key', ownKey);
  const known = new Map<string, number>();
  return (text) => {
    const bare = text.trim() === '' ? text : text.trim();
    let marks = known.get(bare);
    if (marks === undefined) {
      marks = (matchesQuery(bare) ? MARK.ownQuery : 0) | (matchesKey(bare) ? MARK.ownKey : 0);
      known.set(bare, marks);
    }
    return marks;
  };
}

function matcherOf(of: 'query' | 'key', expression: string): (text: string) => boolean {
  if (expression === '') return () => true;
  try {
    const compiled = RE2JS.compile(expression);
    return (text) => compiled.matcher(text).find();
  } catch (error) {
    throw new CoreError(
      'INPUT_INVALID',
      `the expression for the ${of} token, “${expression}”, cannot be used: ${messageOf(error)}. Expressions are those of RE2, which has no backreferences and does not look ahead or behind`,
      { of, expression },
    );
  }
}
