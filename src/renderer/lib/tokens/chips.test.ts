import { describe, expect, test } from 'vitest';
import type { Token } from '../../../shared/entities.ts';
import { chipDirection, chipFacts, chipsOf, directionOf } from './chips.ts';

function token(id: number, text: string, word: number | null): Token {
  return { id, text, word, special: word === null };
}

/** 'un ##believ ##able !' as WordPiece cuts it. */
const tokens = [
  token(101, '[CLS]', null),
  token(4895, 'un', 0),
  { ...token(8671, '##believ', 0), bytes: '62656c696576' },
  { ...token(3085, '##able', 0), bytes: '61626c65' },
  token(999, '!', 1),
  token(102, '[SEP]', null),
];

/** ' של.' letter by letter, each in two bytes. */
const hebrew = [
  { ...token(1, ' <0xD7>', 0), bytes: '20d7' },
  { ...token(2, '<0xA9>', 0), bytes: 'a9' },
  { ...token(3, '<0xD7>', 0), bytes: 'd7' },
  { ...token(4, '<0x9C>', 0), bytes: '9c' },
  token(5, '.', 1),
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
    expect(chipsOf(hebrew, 'words').map((chip) => chip.text)).toEqual(['של', '.']);
    expect(directionOf(chipsOf(hebrew, 'tokens'))).toBe('rtl');
    expect(directionOf(chipsOf([token(7, 'was', 9), ...hebrew], 'tokens'))).toBe('ltr');
  });

  test('a part of a character is its byte, and says which word it is in', () => {
    const [first, second, , , stop] = chipsOf(hebrew, 'tokens');
    expect(first?.text).toBe('<0xD7>');
    expect(first?.visible).toBe('␣<0xD7>');
    expect(first && chipFacts(first)).toEqual([
      { label: 'in', value: 'של' },
      { label: 'bytes', value: '20 D7' },
    ]);
    expect(second?.text).toBe('<0xA9>');
    expect(stop && chipFacts(stop)).toEqual([]);
  });

  test('## is a mark where the tokenizer says so, and text where it is text', () => {
    const [mark, text] = chipsOf([{ ...token(1, '##ing', 0), bytes: '696e67' }, token(2, '##', 1)], 'tokens');
    expect([mark?.text, text?.text]).toEqual(['ing', '##']);
  });

  test.each([
    [' good', 'good', '␣good'],
    ['good ', 'good', 'good␣'],
    [' ', '␣', '␣'],
    ['\n', '↵', '↵'],
    ['\u200b', 'U+200B', 'U+200B'],
    ['\u0301', '◌\u0301', '◌\u0301'],
    ['the cat ', 'the cat', 'the␣cat␣'],
    ['טוב', 'טוב', 'טוב'],
  ])('%s reads %s, and shows %s', (text, reads, shows) => {
    const [chip] = chipsOf([token(1, text, 0)], 'tokens');
    expect(chip?.text).toBe(reads);
    expect(chip?.visible).toBe(shows);
  });
});

test.each([
  ['(', 'rtl', 'rtl'],
  ['[', 'ltr', 'ltr'],
  ['12', 'rtl', 'rtl'],
  ['[CLS]', 'rtl', 'ltr'],
  ['שרה', 'ltr', 'rtl'],
  ['D7 A9', 'rtl', 'ltr'],
] as const)('%s in a row that runs %s is written %s', (text, row, direction) => {
  expect(chipDirection(text, row)).toBe(direction);
});
