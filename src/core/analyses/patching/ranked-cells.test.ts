import { expect, test } from 'vitest';
import type { PatchedCell } from './cells.ts';
import { inOrder } from '../../figures/ranked-heads.ts';
import { cellColumns, foldedCellWords, rankedCells } from './ranked-cells.ts';

const cell = (layer: number, head: number, parts: Partial<PatchedCell>): PatchedCell => ({
  layer,
  head,
  role: null,
  verdict: 'undecided',
  beyondControl: null,
  n: 12,
  mean: 0,
  ci_low: -0.1,
  ci_high: 0.1,
  p: 0.5,
  q: 0.5,
  top_share: 0.2,
  control_n: null,
  control_mean: null,
  control_ci_low: null,
  control_ci_high: null,
  difference: null,
  difference_ci_low: null,
  difference_ci_high: null,
  difference_p: null,
  difference_q: null,
  ...parts,
});
const cells = [
  cell(0, 0, { mean: 0.1 }),
  cell(0, 1, { mean: 0.6, verdict: 'moves', q: 0.01, top_share: 1 }),
  cell(1, 0, { mean: -0.3, verdict: 'against', q: 0.02, top_share: null }),
  cell(1, 1, { mean: 0.0, verdict: 'nothing', q: null }),
];
const ranked = rankedCells({ cells, columns: 2, direction: 'denoising', margin: 0.1 });
const columns = cellColumns(cells);

test('cells are ranked by their effect, what moves the outcome at the ends', () => {
  expect(ranked.map(({ name, end, place }) => `${place} ${name} ${end ?? ''}`)).toEqual([
    '1 L0 H1 first',
    '2 L0 H0 ',
    '3 L1 H1 ',
    '4 L1 H0 last',
  ]);
  expect(ranked[0]?.cells.map(({ text }) => text)).toEqual([
    'restores',
    '0.600 [−0.100, 0.100]',
    '0.010',
    '100 %',
    '12',
  ]);
  for (const { cells: numbers } of ranked) expect(numbers).toHaveLength(columns.length);
  expect(foldedCellWords(ranked.slice(1, 3), ranked, 'denoising')).toBe('1 undecided, 1 restores nothing');
});

test('there is a column for the control only where there is one', () => {
  expect(columns.map(({ words }) => words)).toEqual(['Verdict', 'Share [95 %]', 'q', 'In top 2', 'Pairs']);
  const compared = [...cells, cell(2, 0, { control_mean: 0.1, difference: 0.2 })];
  expect(cellColumns(compared).map(({ key }) => key)).toContain('difference');
  expect(
    rankedCells({ cells: compared, columns: 2, direction: 'noising', margin: 0.1 })[0]?.cells,
  ).toHaveLength(6);
});

test('any column sorts them, what has no value last', () => {
  const by = (key: string, direction: 'asc' | 'desc') =>
    inOrder(ranked, columns, { by: key, direction }).map(({ name }) => name);
  expect(by('q', 'asc')).toEqual(['L0 H1', 'L1 H0', 'L0 H0', 'L1 H1']);
  expect(by('again', 'desc').at(-1)).toBe('L1 H0');
  expect(by('head', 'asc')).toEqual(['L0 H0', 'L0 H1', 'L1 H0', 'L1 H1']);
  for (const { key } of columns) expect(new Set(by(key, 'asc')).size).toBe(4);
});
