import { expect, test } from 'vitest';
import { latestFinding } from './latest-finding.ts';

const of = (runId: number, headline: string | null) => ({
  runId,
  model: 'tiny',
  set: 'negation',
  headline,
  isCompared: null,
  values: null,
});

test('the finding of the newest run is told, whichever project is the newest', () => {
  expect(latestFinding(['new', 'old'], [of(3, 'some'), of(7, 'others')])).toEqual({
    project: 'old',
    finding: of(7, 'others'),
  });
});

test('a run of which nothing is known yet does not stand before one of which something is', () => {
  expect(latestFinding(['a', 'b', 'c'], [of(9, null), undefined, of(2, 'some')])?.project).toBe('c');
  expect(latestFinding(['a', 'b'], [null, of(9, null)])).toBeNull();
});
