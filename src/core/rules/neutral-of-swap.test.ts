import { expect, it } from 'vitest';
import { neutralOfSwap, NEUTRAL_PARTICIPANTS } from './neutral-of-swap.ts';
import { wordsOf } from './rule-result.ts';
import { withRolesSwapped } from './swap-roles.ts';

const WORDS = ['Anna', 'king', 'Peter', 'nurse', 'artist'];

it.each([
  ['The dog chased a cat.', 'king', 'The nurse chased a king.'],
  ['The dog chased a cat.', 'Peter', 'The artist chased a nurse.'],
  ['Mary saw John in the garden.', 'Anna', 'Peter saw Anna in the garden.'],
  ['Mary looked at the dog.', 'Anna', 'Anna looked at the king.'],
  ['The king thanked Anna.', 'Anna', 'The nurse thanked Peter.'],
  ['Mary was invited by John.', 'Peter', 'Anna was invited by Peter.'],
])('%s from %s on: %s', (sentence, word, expected) => {
  expect(neutralOfSwap(sentence, word, WORDS)).toEqual({ text: expected });
});

it('is another change than the swap, in as many words, at the same places', () => {
  const sentence = 'The lawyer thanked the judge.';
  const { text } = neutralOfSwap(sentence, 'king', NEUTRAL_PARTICIPANTS);
  const swapped = withRolesSwapped(sentence).text;
  const [original, counterfactual, neutral] = [sentence, swapped ?? '', text ?? ''].map((each) =>
    wordsOf(each).map(({ small }) => small),
  );
  const changed = (other: readonly string[] | undefined) =>
    original?.flatMap((word, at) => (other?.[at] === word ? [] : [at]));
  expect(changed(neutral)).toEqual([1, 4]);
  expect(changed(counterfactual)).toEqual([1, 4]);
  expect(neutral).not.toEqual(counterfactual);
});

it.each([
  ['He thanked John.', 'king', '“He” is a pronoun: no other word is of its kind'],
  ['The boys pushed the girl.', 'king', '“boys” is of several, and the words of the list are of one'],
  ['A dog chased the cat.', 'artist', null],
  ['The cat chased a dog.', 'artist', '“a” before “artist” would have to change'],
  ['It rains.', 'king', 'its two participants are not told apart'],
])('%s: %s', (sentence, word, why) => {
  const result = neutralOfSwap(sentence, word, WORDS);
  expect('why' in result ? result.why : null).toBe(why);
});

it('says which kind of word the list lacks', () => {
  expect(neutralOfSwap('The dog chased a cat.', 'king', ['Anna', 'king'])).toEqual({
    text: null,
    why: 'the list has no other noun for “dog”',
  });
});
