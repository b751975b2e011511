import { expect, it } from 'vitest';
import { lassoedSentences, lassoedTokens } from './lassoed.ts';

const TOKENS = {
  inputs: [4, 4, 7, 7],
  positions: [0, 1, 0, 1],
  ids: [1, 2, 1, 3],
  texts: ['the', 'cat', 'the', 'dog'],
};

it('counts tokens by what they say, queries and keys apart', () => {
  // Queries of both “the”, the key of “dog”.
  expect(lassoedTokens(TOKENS, [0, 2, 7])).toEqual([
    { text: 'the', queries: 2, keys: 0 },
    { text: 'dog', queries: 0, keys: 1 },
  ]);
});

it('has the sentences, the one with most first', () => {
  const [first, second] = lassoedSentences(TOKENS, [0, 2, 7]);
  expect(first).toEqual({
    input: 7,
    count: 2,
    tokens: [
      { text: 'the', isIn: true },
      { text: 'dog', isIn: true },
    ],
  });
  expect(second).toMatchObject({ input: 4, count: 1 });
  expect(lassoedSentences(TOKENS, [])).toEqual([]);
});
