import { expect, test } from 'vitest';
import type { Token } from '../../../shared/entities.ts';
import { chipLinks } from '../pair-view/chip-links.ts';
import type { Link } from '../pair-view/alignment-draft.ts';
import { chipsOf } from '../tokens/chips.ts';
import { correctedOf, whatDiffers } from './what-differs.ts';

/** A word a token, or pieces of a word with | between them. */
function chips(text: string) {
  const tokens: Token[] = text.split(' ').flatMap((word, at) =>
    word.split('|').map((piece) => ({
      id: [...piece].reduce((sum, letter) => 31 * sum + letter.charCodeAt(0), 0) % 9973,
      text: piece,
      word: at,
      special: false,
    })),
  );
  return chipsOf(tokens, 'tokens');
}

function differs(original: string, counterfactual: string, links: readonly Link[]) {
  const both = { original: chips(original), counterfactual: chips(counterfactual) };
  return whatDiffers(both, chipLinks(links, both.original, both.counterfactual));
}

test('what only one statement has, beside each other as one, pieces of a word joined', () => {
  expect(
    differs('she was kind', 'she was not un|kind at all', [
      [0, 0],
      [1, 1],
    ]),
  ).toEqual({
    // prettier-ignore
    isNothing: false,
    alone: { original: ['kind'], counterfactual: ['not unkind at all'] },
    instead: [],
  });
  expect(differs('very good', 'good indeed', [[1, 0]]).alone).toEqual({
    original: ['very'],
    counterfactual: ['indeed'],
  });
});

test('what is tied to another token', () => {
  expect(differs('she was kind', 'he was kind', [[0, 0], [1, 1], [2, 2]]).instead).toEqual([['she', 'he']]); // prettier-ignore
});

test('the same tokens differ in nothing, however they are tied', () => {
  expect(differs('so it is', 'so it is', [[0, 0]]).isNothing).toBe(true);
  expect(differs('so it is', 'so is it', [[0, 0]]).isNothing).toBe(false);
});

test('what a person changed is told by the tokens of the original', () => {
  const automatic: Link[] = [[0, 0], [1, 1], [2, 3]]; // prettier-ignore
  expect(correctedOf(automatic, automatic)).toEqual([]);
  expect(
    correctedOf(
      [
        [0, 0],
        [2, 2],
        [3, 3],
      ],
      automatic,
    ),
  ).toEqual([
    // prettier-ignore
    { original: 1, now: null, automatic: 1 },
    { original: 2, now: 2, automatic: 3 },
    { original: 3, now: 3, automatic: null },
  ]);
});
