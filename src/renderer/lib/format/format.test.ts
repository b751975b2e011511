import { expect, test } from 'vitest';
import {
  countOf,
  formatDuration,
  formatPercent,
  formatRoughly,
  leadOf,
  roundedSeconds,
  shortHash,
} from './format.ts';

test.each([
  [0, 'less than 1 s'],
  [0.4, 'less than 1 s'],
  [4.4, '4 s'],
  [59.6, '1 min'],
  [125, '2 min 5 s'],
  [3600, '1 h'],
  [4800, '1 h 20 min'],
])('%d seconds are %s', (seconds, text) => {
  expect(formatDuration(seconds)).toBe(text);
});

test.each([
  [4.4, 4],
  [43, 45],
  [125, 120],
  [358, 360],
  [1234, 1260],
  [8700, 8700],
])('a forecast of %d seconds says %d', (seconds, rounded) => {
  expect(roundedSeconds(seconds)).toBe(rounded);
});

test.each([
  [3, 'some seconds'],
  [43, 'some 40 seconds'],
  [58, 'about a minute'],
  [89, 'about a minute'],
  [358, 'some 6 minutes'],
  [3600, 'about an hour'],
  [5400, 'some 1.5 hours'],
])('roughly %d seconds are %s', (seconds, text) => {
  expect(formatRoughly(seconds)).toBe(text);
});

test('counts take the word that fits', () => {
  expect(countOf(1, 'pair')).toBe('1 pair');
  expect(countOf(0, 'pair')).toBe('0 pairs');
  expect(countOf(12000, 'pair')).toBe('12,000 pairs');
});

test('100 % is not said before the end', () => {
  expect(formatPercent(999, 1000)).toBe('99 %');
  expect(formatPercent(1000, 1000)).toBe('100 %');
  expect(formatPercent(0, 0)).toBe('0 %');
});

test('the first sentence of a finding is apart from the rest', () => {
  const finding =
    '43 heads change more; 11 are undecided. In size they go from 0.00074 bits to 0.20 bits (L5 H9).';
  expect(leadOf(finding)).toEqual([
    '43 heads change more; 11 are undecided.',
    ' In size they go from 0.00074 bits to 0.20 bits (L5 H9).',
  ]);
  expect(leadOf('Compared with nothing. 4 pairs are too few.')[0]).toBe('Compared with nothing.');
  expect(leadOf('Nothing is called.')).toEqual(['Nothing is called.', '']);
});

test('hashes are shortened', () => {
  expect(shortHash('8b3219a9d1c4')).toBe('8b3219a9');
  expect(shortHash('')).toBe('none');
});
