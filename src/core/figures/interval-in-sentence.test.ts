import { expect, it } from 'vitest';
import { estimateInSentence } from '../analyses/estimate.ts';
import { intervalInSentence } from './interval-in-sentence.ts';

it.each([
  [0.51, 0.51, 0.51, '0.510'],
  [0.51, 0.5, 0.52, '0.510 [0.500, 0.520]'],
  [0.51, null, null, '0.510'],
])('a sentence has no words for an interval without width: %s [%s, %s] is %s', (mean, low, high, words) => {
  expect(intervalInSentence(mean, low, high)).toBe(words);
  expect(estimateInSentence({ mean, low, high }, 'nats')).toBe(`${words} nats`);
});
