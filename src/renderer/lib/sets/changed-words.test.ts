import { expect, test } from 'vitest';
import { changedWords } from './changed-words.ts';

test.each([
  ['The cat sleeps.', 'The cat often sleeps.', 'often'],
  ['The cat sleeps.', 'The dog sleeps.', 'dog'],
  ['The cat sleeps.', 'Now the cat sleeps.', 'Now the'],
  ['He is, he is.', 'He is, he is, he is.', 'is, he'],
  // Words that are only taken out leave nothing to show.
  ['The old cat sleeps.', 'The cat sleeps.', 'The cat sleeps.'],
  ['3 5 8', '3 9 8', '9'],
  ['הילד ישן', 'הילד גם ישן', 'גם'],
])('of %j and %j', (original, changed, words) => {
  expect(changedWords(original, changed)).toBe(words);
});
