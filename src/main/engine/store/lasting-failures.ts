/** What goes wrong again whenever it is tried: the text, the tokenizer and the weights stay what they are. */
import type { ErrorCode } from '../../../shared/errors.ts';

const LASTING_FAILURES = [
  'TOKENIZER_MISSING',
  'SENTENCE_TOO_LONG',
  'INPUT_INVALID',
  'MODEL_INVALID',
  'ACTIVATION_NOT_FINITE',
] as const satisfies readonly ErrorCode[];

export function isLasting(code: string): boolean {
  return LASTING_FAILURES.some((lasting) => lasting === code);
}

/** For `IN` in a statement: 'A', 'B' in parentheses. */
export const LASTING_CODES = `(${LASTING_FAILURES.map((code) => `'${code}'`).join(', ')})`;
