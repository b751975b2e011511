/** What can be a statement, a text, a label: some text, not too much of it, that can be stored and given to a tokenizer. */
import { LONGEST } from '../../../core/bounds.ts';

/** Why a text, without white space around it, cannot be one (in words that follow its name), or null. */
export function whatIsWrongWith(text: string): string | null {
  if (text.length > LONGEST.sentence) {
    return `has ${text.length} characters; a sentence has ${LONGEST.sentence} at most (is a closing quote missing?)`;
  }
  if (text.includes('\0')) return 'has a NUL character in it';
  if (!text.isWellFormed()) return 'has half of a surrogate pair in it';
  return null;
}
