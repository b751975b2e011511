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
