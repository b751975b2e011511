import { expect, test } from 'vitest';
import type { NamedRun } from './compared-runs.ts';
import type { RunsDesign } from './runs-design.ts';
import { comparedSidesWords } from './sides-words.ts';

const RUNS: readonly [NamedRun, NamedRun] = [
  { id: 4, set: 'one', controlSet: null, model: 'm' },
  { id: 1, set: 'other', controlSet: null, model: 'm' },
];

/** What is said of pairs that are left out. */
function leftOut(parts: Partial<RunsDesign>): string | undefined {
  const design: RunsDesign = {
    as: 'paired',
    by: 'heads',
    beyond: 'none',
    whyNotBeyond: null,
    refused: [],
    pairs: [20, 20],
    shared: 0,
    compared: [20, 20],
    clusters: null,
    adjustment: [],
    matching: null,
    ...parts,
  };
  return comparedSidesWords(design, RUNS).find((words) => words.includes('left out'));
}

test('only the run that has them is named, and why is what was asked of its pairs', () => {
  expect(leftOut({})).toBeUndefined();
  expect(leftOut({ compared: [20, 9] })).toBe('11 of run 1 are left out: not in both runs.');
  expect(leftOut({ compared: [19, 20], beyond: 'neutral' })).toBe(
    '1 of run 4 is left out: not in both runs with a neutral change of the same shape.',
  );
  expect(leftOut({ compared: [19, 18], as: 'two-sample', beyond: 'neutral' })).toBe(
    '1 of run 4 and 2 of run 1 are left out: no neutral change of the same shape.',
  );
  expect(leftOut({ compared: [19, 18], as: 'two-sample', beyond: 'own-controls' })).toBe(
    '1 of run 4 and 2 of run 1 are left out: no control pairs of their shape.',
  );
});
