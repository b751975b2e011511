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
  ['a wide one', 0.632, -0.13, 1.458, '0.632 [−0.130, 1.458]'],
  ['one of which the mean is small', -0.0034, -0.097, 0.139, '−0.003 [−0.097, 0.139]'],
  ['a mean next to 0 in it', -2.4e-7, -0.0102, 0.0123, '0.000 [−0.010, 0.012]'],
  ['a narrow one', 0.014, 0.01399, 0.01402, '0.014000 [0.013990, 0.014020]'],
  ['ends that only many decimals tell apart', 0.2500002, 0.25, 0.2500004, '0.2500002 [0.2500000, 0.2500004]'],
  ['large beside its width', 1.5139544, 1.5139497, 1.5139559, '1.5140 [1.5139, 1.5140]'],
  ['across 0', -0.00028, -0.00048, 0.00007, '−0.00028 [−0.00048, 0.00007]'],
  ['an end that is not 0', 0.25, 0.0004, 0.5, '0.2500 [0.0004, 0.5000]'],
  ['huge', 5231.42, 4100.21, 6300.9, '5231 [4100, 6301]'],
  ['large', 52.314, 44.1, 60.25, '52.3 [44.1, 60.3]'],
  ['large and narrow', 1234.2, 1234.1, 1234.3, '1234.200 [1234.100, 1234.300]'],
  ['tiny', 0.0000123, 0.0000121, 0.0000124, '0.00001230 [0.00001210, 0.00001240]'],
  ['undefined', null, null, null, 'undefined'],
  ['of too few', 0.25, null, null, '0.250'],
])('the interval says how many decimals its mean has: %s', (_, mean, low, high, words) => {
  expect(formatEstimate({ mean, low, high })).toBe(words);
});
