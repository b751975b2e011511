import { describe, expect, it } from 'vitest';
import { neutralOfReplacement, readReplacements, withWordsReplaced } from './replace-words.ts';
import { withRolesSwapped } from './swap-roles.ts';

describe('withRolesSwapped', () => {
  it.each([
    ['The dog chased a cat.', 'A cat chased the dog.'],
    ['Mary saw John in the garden.', 'John saw Mary in the garden.'],
    ['Mary was invited by John.', 'John was invited by Mary.'],
    ['The dog will follow the cat.', 'The cat will follow the dog.'],
    ['He thanked her.', 'She thanked him.'],
    ['I called them.', 'They called me.'],
    // A name that every object has.
    ['Constructor saw him.', 'He saw Constructor.'],
    ['Mary looked at the dog.', 'The dog looked at Mary.'],
    ['The boys pushed the girl.', 'The girl pushed the boys.'],
    ['The teacher thanks the pupil.', 'The pupil thanks the teacher.'],
    ['The dog had bitten her cat.', 'Her cat had bitten the dog.'],
  ])('%s → %s', (sentence, expected) => {
    expect(withRolesSwapped(sentence)).toEqual({ isSure: true, text: expected });
  });

  it.each([
    [
      'The dog chases the cats.',
      'the verb may have to agree with the other participant',
      'The cats chases the dog.',
    ],
    ['He thanks John.', 'the verb may have to agree with the other participant', 'John thanks him.'],
    [
      'The dog chased a black cat.',
      '“cat” may belong to the second participant',
      'A black chased the dog cat.',
    ],
    [
      'The coach threw the ball to the player.',
      'what follows “to” may be the other participant',
      'The ball threw the coach to the player.',
    ],
    ['The king died two years before the queen.', 'no second participant follows the verb', null],
    ['She washed the dishes before she left.', '“before” begins a clause of its own', null],
    ['The bird sang.', 'no second participant follows the verb', null],
    ['The old dog chased a cat.', 'what follows the first participant is no verb that the rule knows', null],
    ['Mary saw Mary.', 'both participants are the same', null],
    ['in the garden Mary saw John.', 'it does not begin with a name, a pronoun, or “the” and a word', null],
    ['The dog that barked chased a cat.', '“that” begins a clause of its own', null],
    ['Did Mary see John?', 'it is a question', null],
  ])('leaves open: %s', (sentence, why, text) => {
    expect(withRolesSwapped(sentence)).toEqual({ isSure: false, why, text });
  });
});

describe('withWordsReplaced', () => {
  const { entries } = readReplacements(
    'good <> bad\nold man = young woman\nvery =\nאדום = כחול\nred = orange',
  );

  it.each([
    ['It is good.', 'It is bad.'],
    ['Bad dogs bark.', 'Good dogs bark.'],
    ['IT IS BAD.', 'IT IS GOOD.'],
    ['The old  man sang.', 'The young woman sang.'],
    ['It is very late.', 'It is late.'],
    ['הדלת אדום היום.', 'הדלת כחול היום.'],
  ])('%s → %s', (sentence, expected) => {
    expect(withWordsReplaced(sentence, entries)).toEqual({ isSure: true, text: expected });
  });

  it.each([
    ['It is goodness.', 'it has none of these words', null],
    ['A good dog, a bad cat.', '2 words are replaced: a pair should differ in one', 'A bad dog, a good cat.'],
    ['It is a red door.', '“a” or “an” before “red” may have to change', 'It is a orange door.'],
  ])('leaves open: %s', (sentence, why, text) => {
    expect(withWordsReplaced(sentence, entries)).toEqual({ isSure: false, why, text });
  });

  it('says what is wrong with a list, by its line', () => {
    expect(readReplacements('good\n= bad\na = b\nA = c').problems).toEqual([
      'Line 1: write a word, = and what replaces it, as in “good = bad”.',
      'Line 2: there is no word before or after =.',
      'Line 4: “A” is replaced by another word already.',
    ]);
    expect(withWordsReplaced('It is good.', [])).toMatchObject({
      isSure: false,
      why: 'the list of words is empty',
    });
  });
});

describe('neutralOfReplacement', () => {
  const { entries, problems } = readReplacements(
    'good | fine <> bad | poor\nold man | tall man = man\nman = boy\nvery | quite =\nred | amber = blue',
  );

  it.each([
    ['It is good.', 'It is fine.'],
    ['BAD dogs bark.', 'POOR dogs bark.'],
    ['A good dog, a bad cat.', 'A fine dog, a poor cat.'],
  ])('%s → %s', (sentence, text) => {
    expect(problems).toEqual([]);
    expect(neutralOfReplacement(sentence, entries)).toEqual({ text });
  });

  it.each([
    ['The man sang.', 'the list has no neutral beside “man”'],
    ['The old man sang.', '“tall man” has another number of words than “man”'],
    // Nothing that is put in has the shape of a word taken out.
    ['It is very late.', '“quite” has another number of words than “”'],
    ['It is a red door.', '“a” or “an” before “red” may have to change'],
    ['It is late.', 'it has none of these words'],
  ])('%s: %s', (sentence, why) => {
    expect(neutralOfReplacement(sentence, entries)).toEqual({ text: null, why });
  });

  it('a neutral stands beside the word that it is of', () => {
    expect(readReplacements('good = bad | fine').problems).toEqual([
      'Line 1: “fine” stands beside the word whose neutral it is, as in “good | fine = bad”.',
    ]);
  });
});
