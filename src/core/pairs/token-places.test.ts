import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeUtf8 } from '../utf8.ts';
import { hexOf, isWholeText, textOfBytes } from './token-bytes.ts';
import { type PlaceableToken, tokenPlaces } from './token-places.ts';

/** WordPiece writes [CLS], and ## before what goes on a word. */
const wordPieces = (...texts: string[]): PlaceableToken[] =>
  texts.map((text) => ({
    text,
    special: text.startsWith('[CLS') || text.startsWith('[SEP'),
    ...(text.startsWith('##') && { bytes: hexOf(encodeUtf8(text.slice(2))) }),
  }));

const placed = (tokens: readonly PlaceableToken[], text: string) =>
  tokenPlaces(tokens, text).map((place) => place && text.slice(...place));

describe('where tokens stand in their text', () => {
  it('without case, marks and white space', () => {
    expect(
      placed(wordPieces('[CLS]', 'the', 'cafe', 'did', '##n', "'", 't', '.', '[SEP]'), "The  Café didn't."),
    ).toEqual([null, 'The', 'Café', 'did', 'n', "'", 't', '.', null]);
  });

  it('a word that the tokenizer does not know stands between its neighbours', () => {
    expect(placed(wordPieces('[UNK]', 'e', '[UNK]', 'x'), 'пример e ещё x')).toEqual([
      'пример',
      'e',
      'ещё',
      'x',
    ]);
    expect(placed(wordPieces('a', '[UNK]', '[UNK]'), 'a пример ещё')).toEqual(['a', 'пример', 'ещё']);
    expect(placed(wordPieces('[UNK]'), '')).toEqual([null]);
    // More of them than words: all of it for each.
    expect(placed(wordPieces('[UNK]', '[UNK]', 'x'), 'пример x')).toEqual(['пример', 'пример', 'x']);
  });

  it('pieces of one character all have it', () => {
    const tokens = [' ', '\u05e9']
      .flatMap((text) => [...encodeUtf8(text)])
      .map((byte) => {
        const bytes = Uint8Array.of(byte);
        return {
          text: textOfBytes(bytes),
          ...(!isWholeText(bytes) && { bytes: hexOf(bytes) }),
          special: false,
        };
      });
    expect(placed(tokens, ' ש')).toEqual([null, 'ש', 'ש']);
  });

  it('characters that become several, and several that become one', () => {
    expect(placed(wordPieces('fi', 'ne', '1'), 'ﬁne ①')).toEqual(['ﬁ', 'ne', '①']);
  });

  it('of a text that is cut anywhere: what each piece says, without the spaces at its ends', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 30 }),
        fc.array(fc.nat(30), { maxLength: 8 }),
        (text, cuts) => {
          const characters = Array.from(text);
          const ends = [
            ...new Set([...cuts.filter((at) => at < characters.length), characters.length]),
          ].toSorted((a, b) => a - b);
          const tokens = ends.map((end, at) => ({
            text: characters.slice(ends[at - 1] ?? 0, end).join(''),
            special: false,
          }));
          tokenPlaces(tokens, text).forEach((place, at) => {
            const own = tokens[at]?.text ?? '';
            if (place !== null) expect(own).toContain(text.slice(...place));
            else
              expect(
                own.normalize('NFKD').replace(/[\p{M}\s\p{Cc}\p{Default_Ignorable_Code_Point}]/gu, ''),
              ).toBe('');
          });
        },
      ),
    );
  });
});
