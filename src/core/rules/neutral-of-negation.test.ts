import { describe, expect, it, test } from 'vitest';
import { dealtWords, NEUTRAL_ADVERBS, neutralOfNegation } from './neutral-of-negation.ts';

describe('the neutral of a negation', () => {
  it.each([
    ['The movie was good.', 'The movie was not good.', 'The movie was also good.'],
    // With “do”, as the bundled set has it.
    ['The baby slept.', 'The baby did not sleep.', 'The baby did also sleep.'],
    ["He's happy.", "He's not happy.", "He's also happy."],
    // One word for one word.
    ['She can sing.', 'She cannot sing.', 'She could sing.'],
    // As a person corrected it.
    ['It rains.', 'It will not rain, I think.', 'It will also rain, I think.'],
  ])('of “%s”', (sentence, counterfactual, neutral) => {
    expect(neutralOfNegation(sentence, counterfactual, 'also')).toEqual({ text: neutral });
  });

  it.each([
    ['They sing.', 'They cannot sing.', 'it has no “not”'],
    ['It is red.', "It isn't red.", "“isn't” is one word: “not” does not stand by itself in it"],
    ['It is red.', 'It is never red.', 'it has no “not”'],
    ['It is red, not blue.', 'It is not red, not blue.', 'it has more than one “not”'],
    ['It is also red.', 'It is also not red.', 'the sentence has “also” already'],
  ])('there is none of “%s” beside “%s”', (sentence, counterfactual, why) => {
    expect(neutralOfNegation(sentence, counterfactual, 'also')).toEqual({ text: null, why });
  });
});

test('words are dealt out, each as often as the others, and the same for the same seed', () => {
  const dealt = dealtWords(400, NEUTRAL_ADVERBS, 1);
  for (const word of NEUTRAL_ADVERBS) expect(dealt.filter((each) => each === word)).toHaveLength(100);
  expect(dealtWords(400, NEUTRAL_ADVERBS, 1)).toEqual(dealt);
  expect(dealt.slice(0, 8)).not.toEqual(dealt.slice(4, 12));
  // What comes behind changes nothing of what came before.
  expect(dealtWords(10, NEUTRAL_ADVERBS, 1)).toEqual(dealt.slice(0, 10));
  expect(dealtWords(2, [], 1)).toEqual(['', '']);
});
