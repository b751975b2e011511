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
    leftOut: [[], []],
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
  expect(words).toContain('against “\u2068ביקורת\u2069”, 20 against “\u2068אחרת\u2069”:');
});

test('only the run that has them is named, and why is what its pairs lack', () => {
  expect(leftOut({})).toBeUndefined();
  expect(
    leftOut({ pairs: [11, 20], compared: [11, 11], leftOut: [[], [{ reason: 'not-in-both', pairs: 9 }]] }),
  ).toBe('9 of 20 pairs of run 1 are left out: they are not in run 4.');
  const one = [{ reason: 'neutral', pairs: 1 }] as const;
  const two = [{ reason: 'neutral', pairs: 2 }] as const;
  expect(leftOut({ compared: [19, 18], as: 'two-sample', beyond: 'neutral', leftOut: [one, two] })).toBe(
    '1 of 20 pairs of run 4 is left out: it has no neutral change of the same shape. 2 of 20 pairs of run 1 are left out: they have no neutral change of the same shape.',
  );
  expect(
    leftOut({
      compared: [19, 20],
      as: 'two-sample',
      beyond: 'own-controls',
      leftOut: [[{ reason: 'shape', pairs: 1 }], []],
    }),
  ).toBe('1 of 20 pairs of run 4 is left out: it has too few control pairs of its shape.');
});

test('pairs that both runs lose for the same reason are told of once', () => {
  const lost = [{ reason: 'neutral', pairs: 2 }] as const;
  expect(leftOut({ compared: [18, 18], beyond: 'neutral', leftOut: [lost, lost] })).toBe(
    '2 of 20 pairs are left out: they have no neutral change of the same shape in at least one of the runs.',
  );
});

test('where most pairs of a run are left out, that is a warning with how many for each reason, and not small print', () => {
  const most = {
    pairs: [547, 20],
    compared: [17, 19],
    as: 'two-sample',
    beyond: 'neutral',
    leftOut: [
      [
        { reason: 'neutral', pairs: 412 },
        { reason: 'shape', pairs: 118 },
      ],
      [{ reason: 'shape', pairs: 1 }],
    ],
  } as const;
  expect(leftOut(most)).toBeUndefined();
  expect(leftOutWords(designOf(most), RUNS)).toEqual({
    words:
      '97 % of the pairs of run 4 (530 of 547) are left out: 412 have no neutral change of the same shape; 118 have too few pairs of their shape in run 1. 1 of 20 pairs of run 1 is left out: it has too few pairs of its shape in run 4. What is found holds for the others alone.',
    isMost: true,
  });
  const half = {
    compared: [10, 20],
    as: 'two-sample',
    leftOut: [[{ reason: 'shape', pairs: 10 }], []],
  } as const;
  expect(leftOutWords(designOf(half), RUNS).isMost).toBe(false);
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
