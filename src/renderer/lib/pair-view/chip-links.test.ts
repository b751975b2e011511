import { expect, test } from 'vitest';
import type { Token } from '../../../shared/entities.ts';
import { chipsOf } from '../tokens/chips.ts';
import { chipLinks } from './chip-links.ts';

function token(id: number, text: string, word: number | null): Token {
  return { id, text, word, special: word === null };
}

test('links of chips say what was substituted', () => {
  const original = [
    token(101, '[CLS]', null),
    token(4895, 'un', 0),
    token(8671, '##believ', 0),
    token(3085, '##able', 0),
    token(999, '!', 1),
    token(102, '[SEP]', null),
  ];
  const counterfactual = [
    token(101, '[CLS]', null),
    token(2025, 'not', 0),
    token(999, '!', 1),
    token(102, '[SEP]', null),
  ];
  const links = chipLinks(
    [
      [0, 0],
      [1, 1],
      [2, 1],
      [4, 2],
      [5, 3],
    ],
    chipsOf(original, 'words'),
    chipsOf(counterfactual, 'words'),
  );
  expect(links).toEqual([
    { original: 0, counterfactual: 0, kind: 'match' },
    { original: 1, counterfactual: 1, kind: 'substitution' },
    { original: 2, counterfactual: 2, kind: 'match' },
    { original: 3, counterfactual: 3, kind: 'match' },
  ]);
});

test('a word is linked with the word that most of its letters go with, as in the maps', () => {
  // ab|cde and xa|bcde, of letters: b of "ab" goes with the b of "bcde", and so might "ab".
  const original = [...'ab'].map((letter, at) => token(at, letter, 0));
  original.push(...[...'cde'].map((letter, at) => token(2 + at, letter, 1)));
  const counterfactual = [...'xa'].map((letter, at) => token(9 - 9 * at, letter, 0));
  counterfactual.push(...[...'bcde'].map((letter, at) => token(1 + at, letter, 1)));
  const links = chipLinks(
    [[0, 1], [1, 2], [2, 3], [3, 4], [4, 5]], // prettier-ignore
    chipsOf(original, 'words'),
    chipsOf(counterfactual, 'words'),
  );
  expect(links).toEqual([
    { original: 0, counterfactual: 0, kind: 'substitution' },
    { original: 1, counterfactual: 1, kind: 'substitution' },
  ]);
});
