/** The text that a person types. */
import { LONGEST, whatIsWrongWithText } from '../../../core/bounds.ts';
import { PairlensError } from '../../../shared/errors.ts';
import type { TextContent } from '../store/text-content.ts';

export interface TypedText {
  readonly text: string;
  readonly label: string | null;
}

/**
 * Without white space around it; a label of nothing is none.
 * @throws PairlensError SET_INVALID for one that is empty, too long or no well-formed text
 */
export function checkedText({ text, label }: TypedText): TextContent {
  const content = text.trim();
  const name = label?.trim() ?? '';
  const wrong = content === '' ? 'is empty' : whatIsWrongWithText(content, LONGEST.sentence, 'text');
  if (wrong !== null) throw new PairlensError('SET_INVALID', `the text ${wrong}`, { text });
  const wrongName = whatIsWrongWithText(name, LONGEST.sentence, 'label');
  if (wrongName !== null) throw new PairlensError('SET_INVALID', `the label ${wrongName}`, { label });
  return { label: name === '' ? null : name, text: content, ids: null };
}
