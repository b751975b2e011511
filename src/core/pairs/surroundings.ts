/** What is around a token that is no text by itself. */
import { bytesOfToken, isWholeText, type TokenText } from './token-bytes.ts';
import { spellWord, wordSpans } from './words.ts';

/** [n] the word of each token that is a part of a character; '' for the others. */
export function surroundings(tokens: readonly (TokenText & { readonly word: number | null })[]): string[] {
  return wordSpans(tokens.map(({ word }) => word)).flatMap(({ start, end }) => {
    const members = tokens.slice(start, end);
    const word = spellWord(members).replace(/^ +| +$/g, '');
    return members.map((token) => (isWholeText(bytesOfToken(token)) ? '' : word));
  });
}
