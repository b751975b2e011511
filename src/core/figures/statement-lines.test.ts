import { expect, test } from 'vitest';
import { type LineOfBoth, linesOfBoth } from './statement-lines.ts';

const whole: LineOfBoth = { original: [0, 4], counterfactual: [0, 5] };
/** The third of the counterfactual is inserted. */
const aligned = [[0, 0], [1, 1], [2, 3], [3, 4], [4, 5]] as const; // prettier-ignore
const ofAtMost =
  (count: number) =>
  ({ original, counterfactual }: LineOfBoth): boolean =>
    original[1] - original[0] < count && counterfactual[1] - counterfactual[0] < count;

test('all in one line where it has room', () => {
  expect(linesOfBoth(whole, aligned, () => true)).toEqual([whole]);
});

test('what is aligned stands in one line, every token in one', () => {
  expect(linesOfBoth(whole, aligned, ofAtMost(2))).toEqual([
    { original: [0, 1], counterfactual: [0, 1] },
    { original: [2, 2], counterfactual: [2, 3] },
    { original: [3, 4], counterfactual: [4, 5] },
  ]);
});

test('what the original has alone goes with what precedes it; a line has a token at least', () => {
  const gone = { original: [0, 4], counterfactual: [0, 1] } as const;
  expect(linesOfBoth(gone, [[0, 0], [4, 1]], () => false)).toEqual([
    { original: [0, 3], counterfactual: [0, 0] },
    { original: [4, 4], counterfactual: [1, 1] },
  ]); // prettier-ignore
});
