import { describe, expect, it } from 'vitest';
import { assignWords, type WordMarks } from './words.ts';

/** Tokens in brackets are special. */
const wordsOf = (tokens: readonly string[], marks: WordMarks) =>
  assignWords(
    tokens.map((text) => ({ text, special: /^[[<].+[\]>]$/.test(text) })),
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
    ['WordPiece: a Maltese capital is no mark', 'continuations', ['Ġan', 'Ġu', '##ra'], [0, 1, 1]],
    ['whole words', 'continuations', ['the', 'cat'], [0, 1]],
    ['WordPiece: a lone ## is text', 'continuations', ['##'], [0]],
    ['byte-level BPE', 'spaces', ['The', 'Ġun', 'believable', 'Ġcat', '.'], [0, 1, 1, 2, 3]],
    ['SentencePiece', 'spaces', ['<s>', '▁The', '▁un', 'real', ',', '▁cat'], [null, 0, 1, 1, 2, 3]],
    ['characters', 'spaces', ['a', 'b', ' ', 'c', '!'], [0, 0, 1, 2, 3]],
    ['spaces at the end', 'spaces', ['Tom ', 'and ', 'his ', 'dog', 'gy ', '. '], [0, 1, 2, 3, 3, 4]],
    ['a special token in the middle', 'continuations', ['the', '[MASK]', '##s'], [0, null, 1]],
    ['nothing', 'continuations', [], []],
  ] as [string, WordMarks, string[], (number | null)[]][])('%s', (_what, marks, tokens, words) => {
    expect(wordsOf(tokens, marks)).toEqual(words);
  });
});
