import { expect, test } from 'vitest';
import { chipsOfLabels } from './chips-of-labels.ts';

const labels = (count: number, name: string, pairs: number) =>
  Array.from({ length: count }, (_, at) => ({ label: `${name} ${at}`, pairs }));

test.each([
  ['a few short ones', labels(4, 'no', 9), 4],
  ['the first of many', labels(42, 'never', 9), 8],
  ['as many long ones as two lines hold', labels(20, 'a name as long as a whole sentence is', 2), 4],
  ['none of those that are of one pair each', labels(40, 'pair', 1), 0],
  ['a few of one pair each', labels(3, 'pair', 1), 3],
])('%s', (_, given, most) => {
  expect(chipsOfLabels(given)).toBe(most);
});
