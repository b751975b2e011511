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

it.each([
  [-0.000042, -0.0000424, -0.0000416, '−0.0000420 [−0.0000424, −0.0000416]'],
  [0.0000123, 0.0000121, 0.0000124, '0.0000123 [0.0000121, 0.0000124]'],
  [0.2500002, 0.25, 0.2500004, '0.2500002 [0.2500000, 0.2500004]'],
  [0.014, 0.01399, 0.01402, '0.01400 [0.01399, 0.01402]'],
  [1234.2, 1234.1, 1234.3, '1234.200 [1234.100, 1234.300]'],
])('a short interval around %d is no interval of nothing', (mean, low, high, words) => {
  expect(formatEstimate({ mean, low, high })).toBe(words);
});
