import { expect, test } from 'vitest';
import { forecastWords, tookWords } from './took-words.ts';

const times = { startedAt: '2026-11-27T20:00:00.000Z', finishedAt: '2026-11-27T20:02:30.000Z' };

test('what a run took is its time at work; of one without it, what lies between its start and its end', () => {
  expect(tookWords(60, times)).toBe('1 min');
  expect(tookWords(null, times)).toBe('at most 2 min 30 s: from its start to its end');
  expect(tookWords(null, { ...times, finishedAt: null })).toBe('not on record');
});

test('a forecast says of what it would be made', () => {
  expect(forecastWords({ seconds: 60, isRough: false, bytes: 0 })).toBe('about 1 min');
  expect(forecastWords({ seconds: null, isRough: false, bytes: 0 })).toBe('none: no earlier run was timed');
});
