/** Which tokens of a vocabulary are full stops: attention rests on them whatever a sentence says. */
import { bytesOfPiece, type Spelling } from './piece-text.ts';
import type { WordMarks } from './words.ts';

/**
 * The full stops of the world's scripts that end a sentence and nothing more: Latin and Hebrew, Armenian, Urdu, Devanagari,
 * Ethiopic, Chinese and Japanese in their widths. The sof pasuq of Hebrew ends a verse, and is none.
 */
const FULL_STOPS = new Set(['.', '։', '۔', '।', '።', '。', '．', '｡']);

const decoder = new TextDecoder();

/**
 * Ids of the tokens that say a full stop, with spaces around it or without: '.', of a byte-level vocabulary also 'Ġ.'.
 * @param pieces the vocabulary's strings by id
 * @param marks in vocabularies that mark continuations, '##.' goes on a word, as in 'e.g.', and counts too
 */
export function fullStops(
  pieces: ReadonlyMap<number, string>,
  specialIds: ReadonlySet<number>,
  marks: WordMarks,
  spelling: Spelling,
): Set<number> {
  const stops = new Set<number>();
  for (const [id, piece] of pieces) {
    // No string of the vocabulary that is longer stands for one character.
    if (piece.length > 8 || specialIds.has(id)) continue;
    const own = marks === 'continuations' ? piece.replace(/^##/, '') : piece;
    if (FULL_STOPS.has(decoder.decode(bytesOfPiece(own, spelling)).trim())) stops.add(id);
  }
  return stops;
}
