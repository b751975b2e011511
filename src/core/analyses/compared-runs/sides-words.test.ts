import { expect, test } from 'vitest';
import type { NamedRun } from './compared-runs.ts';
import type { RunsDesign } from './runs-design.ts';
import { comparedSidesWords, leftOutWords, pairsOfRunWords, restsOnWords } from './sides-words.ts';

const RUNS: readonly [NamedRun, NamedRun] = [
  { id: 4, set: 'one', controlSet: null, model: 'm' },
  { id: 1, set: 'other', controlSet: null, model: 'm' },
];

function designOf(parts: Partial<RunsDesign>): RunsDesign {
  return {
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
}

/** What is said of pairs that are left out. */
function leftOut(parts: Partial<RunsDesign>): string | undefined {
  return comparedSidesWords(designOf(parts), RUNS).find((words) => words.includes('left out'));
}

test('names of control sets that run from right to left are set apart', () => {
  const [first, second] = RUNS;
  const runs = [
    { ...first, controlSet: 'ביקורת' },
    { ...second, controlSet: 'אחרת' },
  ] as const;
  const words = comparedSidesWords(designOf({ as: 'two-sample', beyond: 'own-controls' }), runs).join(' ');
  expect(words).toContain('against \u2068ביקורת\u2069, 20 against \u2068אחרת\u2069:');
});

test('only the run that has them is named, and why is what was asked of its pairs', () => {
  expect(leftOut({})).toBeUndefined();
  expect(leftOut({ compared: [20, 11] })).toBe('9 of run 1 are left out: not in both runs.');
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

test('where most pairs of a run are left out, that is a warning with how many, and not small print', () => {
  const most = { pairs: [547, 20], compared: [17, 19], as: 'two-sample', beyond: 'neutral' } as const;
  expect(leftOut(most)).toBeUndefined();
  expect(leftOutWords(designOf(most), RUNS)).toEqual({
    words:
      '97 % of the pairs of run 4 (530 of 547) are left out: no neutral change of the same shape. What is found holds for the others alone.',
    isMost: true,
  });
  expect(leftOutWords(designOf({ compared: [10, 20] }), RUNS).isMost).toBe(false);
});

test('how many pairs and clusters a finding rests on', () => {
  expect(restsOnWords(designOf({}), RUNS)).toBe('This rests on 20 pairs.');
  const clusters = { first: 12, second: 0 };
  expect(restsOnWords(designOf({ compared: [19, 19], clusters }), RUNS)).toBe(
    'This rests on 19 of 20 pairs in 12 clusters.',
  );
  expect(restsOnWords(designOf({ pairs: [20, 30], compared: [19, 19], clusters }), RUNS)).toBe(
    'This rests on 19 pairs in 12 clusters, of 20 in run 4 and 30 in run 1.',
  );
  const two = { as: 'two-sample', pairs: [547, 20], compared: [17, 20] } as const;
  expect(restsOnWords(designOf({ ...two, clusters: { first: 9, second: 4 } }), RUNS)).toBe(
    'This rests on 17 of 547 pairs of run 4 in 9 clusters, and 20 pairs of run 1 in 4 clusters.',
  );
  expect([0, 1].map((at) => pairsOfRunWords(designOf(two), at as 0 | 1))).toEqual([
    '17 of 547 pairs',
    '20 pairs',
  ]);
});
