import { describe, expect, it } from 'vitest';
import { assignWords } from './words.ts';

/** Words of tokens written with spaces between them; those in brackets are special. */
const wordsOf = (tokens: readonly string[]) =>
  assignWords(tokens.map((text) => ({ text, special: /^[[<].+[\]>]$/.test(text) })));

describe('assignWords', () => {
  it.each([
    ['WordPiece', ['[CLS]', 'un', '##believ', '##able', '!', '[SEP]'], [null, 0, 0, 0, 1, null]],
    ['WordPiece: punctuation is a word', ['[CLS]', 'isn', "'", 't', '[SEP]'], [null, 0, 1, 2, null]],
    ['WordPiece without pieces', ['the', 'cat'], [0, 1]],
    ['WordPiece: a lone ## is text', ['##'], [0]],
    ['byte-level BPE', ['The', 'Ġun', 'believable', 'Ġcat', '.'], [0, 1, 1, 2, 3]],
    ['SentencePiece', ['<s>', '▁The', '▁un', 'real', ',', '▁cat'], [null, 0, 1, 1, 2, 3]],
    ['spaces at the end', ['Tom ', 'and ', 'his ', 'dog', 'gy ', '. '], [0, 1, 2, 3, 3, 4]],
    ['a special token in the middle', ['the', '[MASK]', '##s'], [0, null, 1]],
    ['nothing', [], []],
  ])('%s', (_what, tokens, words) => {
    expect(wordsOf(tokens)).toEqual(words);
  });
});
