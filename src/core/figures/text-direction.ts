/** Which way a text runs, told by its tokens. */
import { runsRightToLeft } from './token-labels.ts';

/** Names of special tokens and of bytes, which say nothing of the text: [CLS], <|bos|>, <0xD7>. */
const NAME = /^[ ␣]?[[<].*[\]>]$/u;

/**
 * Whether the text of some tokens runs from right to left, as the first of them does that has a letter.
 * @param labels what the tokens say
 * @param around the word that a token is in, where it says little by itself; '' elsewhere
 */
export function textRunsFromRight(labels: readonly string[], around: readonly string[] = []): boolean {
  for (const [at, label] of labels.entries()) {
    const text = around[at] || (NAME.test(label) ? '' : label);
    if (/\p{L}/u.test(text)) return runsRightToLeft(text);
  }
  return false;
}

/** Whether a token is a name of the tokenizer's, for what is special or a byte, and no text. */
export function isTokenName(label: string): boolean {
  return NAME.test(label);
}

/** The same names within a text. */
const NAMES = /<[|\p{L}\d_/]+>|\[[A-Z]+\]/gu;

/** Which way a text is written that may begin with the name of a special token: as its first letter beside such names does. */
export function textDirection(text: string): 'rtl' | 'ltr' {
  return runsRightToLeft(text.replaceAll(NAMES, '')) ? 'rtl' : 'ltr';
}
