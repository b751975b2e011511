/** Which pieces of text make up one word, from the marks that tokenizers leave on them. */

import type { PieceInText } from './piece-text.ts';

/** Its text has the spaces, and of WordPiece its mark. */
interface Piece extends PieceInText {
  readonly special: boolean;
}

/** WordPiece marks what continues a word. */
export const CONTINUATION = '##';
/** Byte-level BPE and SentencePiece keep the spaces between words, as a rule before them. */
const SPACE_BEFORE = /^\s/u;
const SPACE_AFTER = /\s$/u;
/** Spaces that are a piece of their own begin the word after them, as those do that are in one piece with it. */
const SPACES = /^ +$/u;
const PUNCTUATION = /^[\p{P}\p{S}]+$/u;

/** How a tokenizer shows where words begin: by marking what continues one, or by keeping the spaces between them. */
export type WordMarks = 'continuations' | 'spaces';

/**
 * The index of each piece's word, counting from 0; null for special tokens. Where continuations are marked, a piece
 * belongs to the word before it exactly when it says so; where spaces are kept, when neither a space nor a change
 * between punctuation and letters lies between the two.
 */
export function assignWords(pieces: readonly Piece[], marks: WordMarks): (number | null)[] {
  const continues = marks === 'spaces' ? continuesBySpaces : continuesByMark;
  let word = -1;
  let previous: string | null = null;
  return pieces.map(({ text, goesOn, special }) => {
    if (special) {
      previous = null;
      return null;
    }
    if (previous === null || !(goesOn || continues(previous, text))) word++;
    // A piece with only the rest of a character counts as the piece that began the character.
    previous = text === '' && previous !== null ? previous : text;
    return word;
  });
}

function continuesByMark(_previous: string, text: string): boolean {
  return withoutMark(text) !== text;
}

/** A WordPiece without the mark that it continues a word; '##' alone is text. */
export function withoutMark(piece: string): string {
  const isMarked = piece.length > CONTINUATION.length && piece.startsWith(CONTINUATION);
  return isMarked ? piece.slice(CONTINUATION.length) : piece;
}

function continuesBySpaces(previous: string, text: string): boolean {
  if (SPACES.test(previous)) return !SPACE_BEFORE.test(text);
  if (SPACE_BEFORE.test(text) || SPACE_AFTER.test(previous)) return false;
  return (
    PUNCTUATION.test(previous.replace(SPACE_BEFORE, '')) === PUNCTUATION.test(text.replace(SPACE_AFTER, ''))
  );
}
