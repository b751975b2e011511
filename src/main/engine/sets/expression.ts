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
    // As words are: an é is one sign or two, as the file had it.
    const compiled = expressionOf(search.normalize('NFC'), RE2JS.CASE_INSENSITIVE);
    return (text) => compiled.matcher(text.normalize('NFC')).find();
  }
  const sought = foldCase(search);
  return (text) => foldCase(text).includes(sought);
}

/** Instructions of a compiled expression: what bounds the time that a letter may take. */
const LARGEST = 500;

/**
 * @param flags of RE2JS
 * @throws PairlensError INPUT_INVALID for an expression that is none, or too large
 */
export function expressionOf(expression: string, flags: number): RE2JS {
  const compiled = compiledOf(expression, flags);
  const size = compiled.programSize();
  if (size > LARGEST)
    throw new PairlensError(
      'INPUT_INVALID',
      `the expression “${expression}” is too large: it has ${size} steps, and ${LARGEST} is the most. Every letter of a text may take all of them; a repetition such as {1,100} counts as often as it repeats`,
      { expression, size, most: LARGEST },
    );
  return compiled;
}

function compiledOf(expression: string, flags: number): RE2JS {
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
