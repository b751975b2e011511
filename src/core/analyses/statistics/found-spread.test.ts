import { expect, test } from 'vitest';
import { find, heads } from './findings.example.ts';
import { foundSpreadWords } from './found-spread.ts';
import { exampleRow } from './statistics-row.example.ts';

const row = (layer: number, head: number, difference: number, margin: number | null = null) =>
  exampleRow(layer, head, { comparison: 'paired', n: 100, outcome: 'more', difference, margin });
const SMALL = row(1, 3, 0.000_023);
const LARGE = row(5, 9, -0.0412);

test('the largest and the smallest that were found, whichever way they go', () => {
  expect(foundSpreadWords([row(0, 0, 0.01), SMALL, LARGE], 'bits')).toBe(
    'In size the differences found go from 0.00002 bits (L1 H3) to 0.0412 bits (L5 H9), as estimated: no smallest effect of interest is set, so the least counts like the largest.',
  );
});

test('nothing where a smallest effect is set, where all are alike, or where one is found', () => {
  expect(foundSpreadWords([row(1, 3, 0.02, 0.01), row(5, 9, 0.4, 0.01)], '')).toBe('');
  expect(foundSpreadWords([row(1, 3, 0.03), row(5, 9, 0.04)], '')).toBe('');
  expect(foundSpreadWords([SMALL], '')).toBe('');
  expect(foundSpreadWords([], '')).toBe('');
});

test('the headline counts heads and says how unlike they are; undecided ones are not among them', () => {
  const undecided = heads({ 'not enough data': 1 }, { difference: 9 });
  expect(find([SMALL, row(5, 9, 0.0412), ...undecided]).headline).toBe(
    '2 heads change more than under the neutral change and none less; 1 is undecided. In size the differences found go from 0.00002 bits (L1 H3) to 0.0412 bits (L5 H9), as estimated: no smallest effect of interest is set, so the least counts like the largest.',
  );
});
