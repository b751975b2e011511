import { expect, it } from 'vitest';
import { estimateInSentence, formatEstimate, pAndQ } from './estimate.ts';

it('says that nothing was tested, and shows what was', () => {
  expect(pAndQ({ p: null, q: null })).toBe('not tested');
  expect(pAndQ({ p: 0.012, q: 0.048 })).toBe('0.012, 0.048');
});

it('an interval without width is told in words, and not within a sentence', () => {
  const alike = { mean: 0.25, low: 0.25, high: 0.25 };
  expect(formatEstimate(alike, 'nats')).toBe('0.250 nats (the same in all)');
  expect(estimateInSentence(alike)).toBe('0.250');
  expect(estimateInSentence({ mean: 0.25, low: 0.125, high: 0.5 })).toBe('0.250 [0.125, 0.500]');
});
