import { describe, expect, it } from 'vitest';
import {
  classOfMarks,
  type DescribedToken,
  MARK,
  marksOfToken,
  readTokens,
  TOKEN_CLASSES,
} from './token-marks.ts';

const names = (marks: number) =>
  Object.entries(MARK)
    .filter(([, bit]) => (marks & bit) !== 0)
    .map(([name]) => name);
const token = (text: string, word: number | null = 0, bytes?: string): DescribedToken => ({
  bytes,
  text,
  special: word === null,
  word,
});

/** Marks and class of each token of a text. */
function read(tokens: readonly DescribedToken[]): string[] {
  return readTokens(tokens).map((own) => {
    const marks = marksOfToken(own);
    return [...names(marks), TOKEN_CLASSES[classOfMarks(marks)]].join(' ');
  });
}

describe('marks of tokens', () => {
  it('characters: the space is of the word after it and does not begin it', () => {
    expect(
      read([
        token('<|bos|>', null),
        token('T'),
        token('o', 0),
        token(' ', 1),
        token('y', 1),
        token('7', 1),
        token('!', 2),
      ]),
    ).toEqual([
      'none',
      'wordStart uppercase consonant consonant',
      'vowel vowel',
      'space space',
      'wordStart vowel vowel',
      'digit digit',
      'punctuation punctuation',
    ]);
  });

  it('pieces of WordPiece, without their mark', () => {
    expect(
      read([
        token('[CLS]', null),
        token('un', 0),
        token('##seen', 0, '7365656e'),
        token('##', 1),
        token('a', 2),
      ]),
    ).toEqual([
      'none',
      'wordStart word',
      'piece of a word',
      'punctuation punctuation',
      'wordStart vowel vowel',
    ]);
  });

  it('byte-level pieces, with the space before them', () => {
    expect(
      read([
        token('The', 0),
        token(' Dog', 1),
        token('gy', 1),
        token(' 12', 2),
        token('\n', 3),
        token(' "', 4),
      ]),
    ).toEqual([
      'wordStart uppercase word',
      'wordStart uppercase word',
      'piece of a word',
      'wordStart digit digit',
      'space space',
      'punctuation punctuation',
    ]);
  });

  it('Hebrew: letters that may stand for vowels, final forms, points; none of them a vowel or a consonant', () => {
    expect(
      read(['ש', 'ָ', 'ל', 'ו', 'ם', '־', 'ב', 'בּ'].map((text, at) => token(text, at > 4 ? 1 : 0))),
    ).toEqual([
      'wordStart Hebrew letter',
      'niqqud niqqud',
      'Hebrew letter',
      'mater mater lectionis',
      'finalForm final form',
      'punctuation punctuation',
      'wordStart Hebrew letter',
      'Hebrew letter',
    ]);
  });

  it.each([
    ['é', 'vowel'],
    ['Ñ', 'consonant'],
    ['ω', 'vowel'],
    ['Ж', 'consonant'],
    ['я', 'vowel'],
    ['中', 'letter'],
    ['ب', 'letter'],
    ['½', 'digit'],
    ['€', 'punctuation'],
    ['\u00a0', 'space'],
  ])('%s is of the class %s', (text, name) => {
    const marks = marksOfToken({ text, special: false, continues: false });
    expect(TOKEN_CLASSES[classOfMarks(marks)]).toBe(name);
  });
});
