/** What can be a side of a pair: some text, not too much of it, that can be stored and given to a tokenizer. */
import { PairlensError } from '../../../shared/errors.ts';
import type { PairContent } from './pair-content.ts';
import { textPair } from './pair-content.ts';

/** A side with more characters than this is no sentence. */
export const LONGEST_TEXT = 20_000;

/** Why a text, without white space around it, cannot be a side of a pair (in words that follow its name), or null. */
export function whatIsWrongWith(text: string): string | null {
  if (text.length > LONGEST_TEXT) {
    return `has ${text.length} characters; a sentence has ${LONGEST_TEXT} at most (is a closing quote missing?)`;
  }
  if (text.includes('\0')) return 'has a NUL character in it';
  if (!text.isWellFormed()) return 'has half of a surrogate pair in it';
  return null;
}

/** A pair as a person types it. */
export interface PairTexts {
  readonly original: string;
  readonly counterfactual: string;
  readonly label: string | null;
}

/**
 * The pair that a person typed, without white space around its texts.
 * @throws PairlensError SET_INVALID for a side that is empty, too long or no well-formed text
 */
export function checkedPair({ original, counterfactual, label }: PairTexts): PairContent {
  const trimmedLabel = label?.trim() ?? '';
  const labelProblem = whatIsWrongWith(trimmedLabel);
  if (labelProblem !== null) throw new PairlensError('SET_INVALID', `the label ${labelProblem}`, { label });
  return textPair(
    trimmedLabel === '' ? null : trimmedLabel,
    checkedSide('original', original),
    checkedSide('counterfactual', counterfactual),
  );
}

function checkedSide(side: 'original' | 'counterfactual', value: string): string {
  const text = value.trim();
  const problem = text === '' ? 'is empty' : whatIsWrongWith(text);
  if (problem !== null) throw new PairlensError('SET_INVALID', `the ${side} ${problem}`, { side });
  return text;
}
