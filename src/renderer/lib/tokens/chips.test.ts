import { describe, expect, test } from 'vitest';
import type { Token } from '../../../shared/entities.ts';
import { chipsOf } from './chips.ts';

function token(id: number, text: string, word: number | null): Token {
  return { id, text, word, special: word === null };
}

/** 'un ##believ ##able !' as WordPiece cuts it. */
const tokens = [
  token(101, '[CLS]', null),
  token(4895, 'un', 0),
  token(8671, '##believ', 0),
  token(3085, '##able', 0),
  token(999, '!', 1),
  token(102, '[SEP]', null),
];

describe('chips', () => {
  test('pieces of a word are joined', () => {
    const chips = chipsOf(tokens, 'tokens');
    expect(chips.map((chip) => chip.text)).toEqual(['[CLS]', 'un', 'believ', 'able', '!', '[SEP]']);
    expect(chips.map((chip) => chip.joined)).toEqual([false, false, true, true, false, false]);
    expect(chips.map((chip) => chip.special)).toEqual([true, false, false, false, false, true]);
  });

  test('words hold their pieces', () => {
    const chips = chipsOf(tokens, 'words');
    expect(chips.map((chip) => chip.text)).toEqual(['[CLS]', 'unbelievable', '!', '[SEP]']);
    expect(chips[1]?.positions).toEqual([1, 2, 3]);
    expect(chips.some((chip) => chip.joined)).toBe(false);
  });

  test('words spell characters that several pieces share once', () => {
    const pieces = [
      token(1, ' ש', 0),
      token(2, '◌', 0),
      token(3, 'ל', 0),
      token(4, '◌', 0),
      token(5, '.', 1),
    ];
    expect(chipsOf(pieces, 'words').map((chip) => chip.text)).toEqual(['של', '.']);
  });

  test.each([
    [' good', 'good', '␣good'],
    ['good ', 'good', 'good␣'],
    [' ', '␣', '␣'],
    ['\n', '↵', '↵'],
    ['◌', '◌', '◌'],
    ['טוב', 'טוב', 'טוב'],
  ])('%s reads %s, and shows %s', (text, reads, shows) => {
    const [chip] = chipsOf([token(1, text, 0)], 'tokens');
    expect(chip?.text).toBe(reads);
    expect(chip?.visible).toBe(shows);
  });
});
