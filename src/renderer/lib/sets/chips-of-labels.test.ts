import { expect, test } from 'vitest';
import { chipsOfLabels } from './chips-of-labels.ts';

const labels = (count: number, name: string, pairs: number) =>
  Array.from({ length: count }, (_, at) => ({ label: `${name} ${at}`, pairs }));

test.each([
  ['a few short ones', labels(4, 'no', 9), 860, 4],
  ['the first of many', labels(42, 'never', 9), 1500, 8],
  // 152 px beside them, 91.5 px each.
  ['as many as a line holds, with the button after them', labels(42, 'never', 9), 800, 7],
  [
    'a few long ones, even where a line is full',
    labels(20, 'a name as long as a whole sentence is', 2),
    500,
    3,
  ],
  ['none of those that are of one pair each', labels(40, 'pair', 1), 860, 0],
  ['a few of one pair each', labels(3, 'pair', 1), 860, 3],
  ['the first of many before the line is measured', labels(42, 'never', 9), 0, 8],
])('%s', (_, given, width, most) => {
  expect(chipsOfLabels(given, width)).toBe(most);
});
