/**
 * What a person looks for in texts: words, or an expression of RE2, whose matching takes time in proportion to the text
 * (docs/decisions/0050-expressions-in-linear-time.md).
 */
import { RE2JS } from 're2js';
import { messageOf } from '../../../core/errors.ts';
import { PairlensError } from '../../../shared/errors.ts';
import { foldCase } from '../store/handles.ts';

/**
 * Whether a text has it, whatever its case.
 * @throws PairlensError INPUT_INVALID for an expression that is none
 */
export function textFinder(search: string, isExpression: boolean): (text: string) => boolean {
  if (isExpression) {
    const compiled = expressionOf(search, RE2JS.CASE_INSENSITIVE);
    return (text) => compiled.matcher(text).find();
  }
  const sought = foldCase(search);
  return (text) => foldCase(text).includes(sought);
}

/**
 * @param flags of RE2JS
 * @throws PairlensError INPUT_INVALID for an expression that is none
 */
export function expressionOf(expression: string, flags: number): RE2JS {
  try {
    return RE2JS.compile(expression, flags);
  } catch (error) {
    throw new PairlensError(
      'INPUT_INVALID',
      `the expression “${expression}” cannot be used: ${messageOf(error)}. Expressions are those of RE2, which has no backreferences and does not look ahead or behind`,
      { expression },
      error,
    );
  }
}
