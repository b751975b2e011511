import { describe, expect, it } from 'vitest';
import { LEXICONS } from '../negation/lexicon.ts';
import { negated } from './negate.ts';

const negate = (sentence: string) => negated(sentence, LEXICONS.english);

describe('negated', () => {
  it.each([
    // be and auxiliaries
    ['The robin is red.', 'The robin is not red.'],
    ['I am here.', 'I am not here.'],
    ['The doors were closed.', 'The doors were not closed.'],
    ['There is a dog in the garden.', 'There is not a dog in the garden.'],
    ['She will come tomorrow.', 'She will not come tomorrow.'],
    ['He can swim.', 'He cannot swim.'],
    ['The old king should speak.', 'The old king should not speak.'],
    ['She has seen the film.', 'She has not seen the film.'],
    ['They had been there.', 'They had not been there.'],
    ['They had finished the work.', 'They had not finished the work.'],
    ['She has polished.', 'She has not polished.'],
    ['That man is old.', 'That man is not old.'],
    ['The will is in the box.', 'The will is not in the box.'],
    // contractions
    ["He's old.", "He's not old."],
    ['They’re late', 'They’re not late'],
    ["I'll wait.", 'I will not wait.'],
    ["John's dog is old.", "John's dog is not old."],
    ["That's old.", "That's not old."],
    ["Now he's old.", "Now he's not old."],
    ["In the morning he's here.", "In the morning he's not here."],
    ['The man behind you is old.', 'The man behind you is not old.'],
    // do-support
    ['He has a car.', 'He does not have a car.'],
    ['They had the key.', 'They did not have the key.'],
    ['She has to leave.', 'She does not have to leave.'],
    ['He did his work.', 'He did not do his work.'],
    ['The bird sings.', 'The bird does not sing.'],
    ['The bird sang in the morning.', 'The bird did not sing in the morning.'],
    ['Birds sing.', 'Birds do not sing.'],
    ['We like the house.', 'We do not like the house.'],
    ['Mary carries the box.', 'Mary does not carry the box.'],
    ['Mary stopped.', 'Mary did not stop.'],
    ['The boy tried it.', 'The boy did not try it.'],
    ['The teacher watches the birds.', 'The teacher does not watch the birds.'],
    ['He put it there.', 'He did not put it there.'],
    ['The bird is red and blue.', 'The bird is not red and blue.'],
  ])('%s → %s', (sentence, expected) => {
    expect(negate(sentence)).toEqual({ isSure: true, text: expected });
  });

  it.each([
    ['The robin is not red.', 'it has “not” already', null],
    ["He didn't come.", "it has “n't” already", null],
    ['Nobody came.', 'it has “Nobody” already', null],
    ['Is the robin red?', 'it is a question', null],
    ['The robin sang. It was red.', 'it is more than one sentence', null],
    ['He said: she is old.', 'it is more than one clause', null],
    ['She said “it is red”.', 'it has a quotation in it', null],
    ['הזמיר שר בבוקר.', 'the rule is one of English', null],
    ['', 'there is no sentence', null],
    ['Do come in.', 'it begins with “Do”: a request, or a question', null],
    ['Flowers bloom.', 'the rule knows none of its words as a verb', null],
    ["He'd come.", "“He'd” may be “had” or “would”", null],
    ['Often did the old king speak.', 'the subject may follow “did”', null],
    ['Thus had she spoken.', 'the subject may follow “had”', null],
    [
      'There was hope of rescue.',
      'after “there”, “no” may stand better than “not”',
      'There was not hope of rescue.',
    ],
    [
      'A road leads to the sea.',
      'with “A” before it the negation can be read in two ways',
      'A road does not lead to the sea.',
    ],
    ['He had better go.', 'it has “had better”', null],
    ['He had limited time.', '“had” may be its verb, or help another one', null],
    ['He has money.', '“has” may be its verb, or help another one', null],
    ['The robin sang and was happy.', '“sang” may be its verb, or “was”', null],
    ["I think he's happy.", "“think” may be its verb, or “he's”", null],
    [
      "The dog that's barking is loud.",
      "“that's” begins a clause: which verb is the main one is not sure",
      "The dog that's not barking is loud.",
    ],
    [
      "The man who'll win is old.",
      "“who'll” begins a clause: which verb is the main one is not sure",
      'The man who will not win is old.',
    ],
    [
      "The man I'm seeing is old.",
      "“I'm” may begin a clause: which verb is the main one is not sure",
      "The man I'm not seeing is old.",
    ],
    [
      'The man you are seeing is old.',
      '“you” may begin a clause: which verb is the main one is not sure',
      'The man you are not seeing is old.',
    ],
    [
      'The man who is old sings.',
      '“who” begins a clause: which verb is the main one is not sure',
      'The man who is not old sings.',
    ],
    [
      'That he is old is known.',
      '“That” begins a clause: which verb is the main one is not sure',
      'That he is not old is known.',
    ],
    [
      'All birds are red.',
      'with “All” before it the negation can be read in two ways',
      'All birds are not red.',
    ],
    ['You must go.', '“must not” can forbid what is said rather than deny it', 'You must not go.'],
    [
      'He is here already.',
      '“already” does not stand well with a negation before it',
      'He is not here already.',
    ],
    ['He is old and sings.', 'what follows “and” may be negated with it, or not', 'He is not old and sings.'],
    [
      'She is glad because he came.',
      'with “because” the negation can be read in two ways',
      'She is not glad because he came.',
    ],
    ['The boy called Tom sang.', '“called” may be its verb, or “sang”', 'The boy did not call Tom sang.'],
    ['They put it there.', '“put” may be of the present or of the past', 'They did not put it there.'],
  ])('leaves open: %s', (sentence, why, text) => {
    expect(negate(sentence)).toEqual({ isSure: false, why, text });
  });

  it('takes what negates from the lexicon', () => {
    expect(negated('It is hardly red.', ['not'])).toEqual({ isSure: true, text: 'It is not hardly red.' });
    expect(negated('It is seldom red.', ['seldom'])).toMatchObject({
      isSure: false,
      why: 'it has “seldom” already',
    });
  });
});
