import { describe, expect, it } from 'vitest';
import { assignWords, type WordMarks } from './words.ts';

const GOES_ON = '…';
/** Tokens in brackets are special; one that begins in the midst of a character begins with …. */
const wordsOf = (tokens: readonly string[], marks: WordMarks) =>
  assignWords(
    tokens.map((token) => ({
      text: token.replace(GOES_ON, ''),
      goesOn: token.startsWith(GOES_ON),
      special: /^[[<].+[\]>]$/.test(token),
    })),
    marks,
  );

describe('assignWords', () => {
  it.each([
    [
      'WordPiece',
      'continuations',
      ['[CLS]', 'un', '##believ', '##able', '!', '[SEP]'],
      [null, 0, 0, 0, 1, null],
    ],
    [
      'WordPiece: punctuation is a word',
      'continuations',
      ['[CLS]', 'isn', "'", 't', '[SEP]'],
      [null, 0, 1, 2, null],
    ],
    ['a Maltese capital is no mark', 'spaces', ['il-', 'Ġ', 'urnata'], [0, 0, 0]],
    ['whole words', 'continuations', ['the', 'cat'], [0, 1]],
    ['WordPiece: a lone ## is text', 'continuations', ['##'], [0]],
    ['byte-level BPE', 'spaces', ['The', ' un', 'believable', ' cat', '.'], [0, 1, 1, 2, 3]],
    ['byte-level BPE: a character in three pieces', 'spaces', ['A', ' 😀', '…', '…', ' b'], [0, 1, 1, 1, 2]],
    [
      'byte-level BPE: Hebrew letter by letter',
      'spaces',
      ['ש', '…', 'ל', '…', ' ט', '…', '!'],
      [0, 0, 0, 0, 1, 1, 2],
    ],
    ['SentencePiece', 'spaces', ['<s>', ' The', ' un', 'real', ',', ' cat'], [null, 0, 1, 1, 2, 3]],
    ['characters', 'spaces', ['a', 'b', ' ', 'c', '!', '\n', 'd'], [0, 0, 1, 1, 2, 3, 4]],
    ['two spaces', 'spaces', ['a', ' ', ' b'], [0, 1, 2]],
    ['spaces at the end', 'spaces', ['Tom ', 'and ', 'his ', 'dog', 'gy ', '. '], [0, 1, 2, 3, 3, 4]],
    ['a dotted circle is text', 'spaces', ['a', ' ◌', '◌x'], [0, 1, 2]],
    ['a special token in the middle', 'continuations', ['the', '[MASK]', '##s'], [0, null, 1]],
    ['nothing', 'continuations', [], []],
  ] as [string, WordMarks, string[], (number | null)[]][])('%s', (_what, marks, tokens, words) => {
    expect(wordsOf(tokens, marks)).toEqual(words);
  });
});
