import { expect, it } from 'vitest';
import { dealtParticipants, neutralOfSwap, NEUTRAL_PARTICIPANTS } from './neutral-of-swap.ts';
import { wordsOf } from './rule-result.ts';
import { withRolesSwapped } from './swap-roles.ts';

it.each([
  ['The dog chased a cat.', ['king', 'nurse'], 'The king chased a nurse.'],
  ['Mary saw John in the garden.', ['Peter', 'Anna'], 'Peter saw Anna in the garden.'],
  ['Mary looked at the dog.', ['Anna', 'king'], 'Anna looked at the king.'],
  ['Mary was invited by John.', ['Anna', 'Peter'], 'Anna was invited by Peter.'],
])('%s with %s: %s', (sentence, others, expected) => {
  expect(neutralOfSwap(sentence, others)).toEqual({ text: expected });
});

it('deals every word as often as the others of its kind, and no kind for another', () => {
  const sentences = [
    ...Array.from({ length: 60 }, () => 'The dog chased a cat.'),
    ...Array.from({ length: 20 }, () => 'Mary saw John.'),
    ...Array.from({ length: 20 }, () => 'Mary looked at the dog.'),
  ];
  const dealt = dealtParticipants(sentences, NEUTRAL_PARTICIPANTS, 1);
  const often = Map.groupBy(dealt.flat(), (word) => word);
  // 140 places for a noun and 6 nouns, 60 for a name and 4 names.
  for (const word of ['king', 'nurse', 'judge', 'farmer', 'doctor', 'singer'])
    expect([23, 24], word).toContain(often.get(word)?.length);
  for (const word of ['Anna', 'Peter', 'Laura', 'David']) expect(often.get(word)?.length, word).toBe(15);
  expect(dealt.slice(0, 60).every(([one, other]) => one !== other)).toBe(true);
  expect(dealtParticipants(sentences, NEUTRAL_PARTICIPANTS, 1)).toEqual(dealt);
  expect(dealtParticipants(sentences.slice(0, 9), NEUTRAL_PARTICIPANTS, 1)).toEqual(dealt.slice(0, 9));
});

it('deals no word that the sentence has, and of a word passed over the next sentence', () => {
  const [first, second] = dealtParticipants(
    ['The king thanked Anna.', 'The dog chased a cat.'],
    ['Anna', 'Peter', 'king', 'nurse'],
    1,
  );
  expect(first).toEqual(['nurse', 'Peter']);
  expect(second?.toSorted()).toEqual(['king', 'nurse']);
});

it('deals nothing for what has no other of its kind', () => {
  const sentences = ['He thanked John.', 'It rains.', 'The dog chased a cat.'];
  expect(dealtParticipants(sentences, ['Anna', 'king'], 1)).toEqual([['', 'Anna'], [], ['king', '']]);
});

it('is another change than the swap, in as many words, at the same places', () => {
  const sentence = 'The lawyer thanked the judge.';
  const [others = []] = dealtParticipants([sentence], NEUTRAL_PARTICIPANTS, 1);
  const { text } = neutralOfSwap(sentence, others);
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
  ['He thanked John.', ['', 'Peter'], '“He” is a pronoun: no other word is of its kind'],
  [
    'The boys pushed the girl.',
    ['king', 'nurse'],
    '“boys” is of several, and the words of the list are of one',
  ],
  ['A dog chased the cat.', ['king', 'artist'], null],
  ['The cat chased a dog.', ['king', 'artist'], '“a” before “artist” would have to change'],
  ['It rains.', [], 'its two participants are not told apart'],
  ['The dog chased a cat.', ['', 'king'], 'the list has no other noun for “dog”'],
])('%s with %s: %s', (sentence, others, why) => {
  const result = neutralOfSwap(sentence, others);
  expect('why' in result ? result.why : null).toBe(why);
});
