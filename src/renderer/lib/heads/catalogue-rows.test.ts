import { describe, expect, it } from 'vitest';
import { inductionOfHeads } from '../../../core/analyses/induction/of-heads.ts';
import { inductionResult } from '../../../core/analyses/induction/result.example.ts';
import type { HeadQuantity } from '../../../core/analyses/of-heads.ts';
import { columnsOf, type HeadSource } from '../../../core/heads/catalogue.ts';
import {
  CATALOGUE_WIDTHS,
  catalogueRows,
  chipsWithin,
  columnHeadings,
  columnsWithin,
  numbersWidth,
  shownColumns,
} from './catalogue-rows.ts';

const catalogue = {
  model: { name: 'tiny', layers: 2, heads: 2 },
  columns: columnsOf([
    {
      source: {
        analysisId: 1,
        kind: 'induction',
        title: 'Induction',
        runId: null,
        subject: '',
        items: 40,
        unit: 'sequences',
      },
      quantities: inductionOfHeads(
        inductionResult({
          differences: [
            [
              [0.5, 0.4, 0.6],
              [0.1, 0.05, 0.15],
            ],
            [
              [0.05, 0.01, 0.09],
              [0.9, 0.85, 0.95],
            ],
          ],
        }),
      ),
    },
  ]),
};
const names = (search: string, by = 'head', direction: 'asc' | 'desc' = 'asc') =>
  catalogueRows(catalogue, search, { by, direction }).map(({ layer, head }) => `L${layer} H${head}`);

describe('the rows', () => {
  it.each([
    ['', ['L0 H0', 'L0 H1', 'L1 H0', 'L1 H1']],
    ['l1', ['L1 H0', 'L1 H1']],
    ['L1 h0', ['L1 H0']],
    ['induction', ['L0 H0', 'L1 H1']],
    ['induct L1', ['L1 H1']],
    ['nothing', []],
  ])('that “%s” finds are %j', (search, expected) => {
    expect(names(search)).toEqual(expected);
  });

  it('are sorted by head, by what they are called, by a column', () => {
    expect(names('', 'head', 'desc')).toEqual(['L1 H1', 'L1 H0', 'L0 H1', 'L0 H0']);
    expect(names('', 'called', 'desc')).toEqual(['L0 H0', 'L1 H1', 'L0 H1', 'L1 H0']);
    expect(names('', 'induction_score', 'desc')).toEqual(['L1 H1', 'L0 H0', 'L0 H1', 'L1 H0']);
  });
});

it('columns are those chosen, or those by which heads are called something and some others', () => {
  expect(shownColumns(catalogue, undefined).map(({ key }) => key)).toEqual([
    'induction_score',
    'induction_previous_token',
    'induction_duplicate_token',
  ]);
  expect(shownColumns(catalogue, ['induction_previous_token']).map(({ key }) => key)).toEqual([
    'induction_previous_token',
  ]);
});

it.each([
  ['a window of 1280 px', 1160, 6, 141],
  ['a wide one', 1800, 6, 150],
  ['half of a window of 1280 px', 564, 2, 126],
  ['hardly any', 200, 1, 120],
])('of columns of numbers, %s has room for some', (_what, room, count, each) => {
  expect(columnsWithin(room)).toBe(count);
  expect(numbersWidth(room, count)).toBe(each);
  const taken = CATALOGUE_WIDTHS.head + CATALOGUE_WIDTHS.called + count * each;
  if (room > 500) expect(taken).toBeLessThanOrEqual(room);
});

it('as many of the columns are shown as there is room for, unless some were chosen', () => {
  expect(shownColumns(catalogue, undefined, 1).map(({ key }) => key)).toEqual(['induction_score']);
  const chosen = ['induction_score', 'induction_previous_token'];
  expect(shownColumns(catalogue, chosen, 1).map(({ key }) => key)).toEqual(chosen);
});

it('columns that begin alike are told apart by what their headings begin with', () => {
  const of = (analysisId: number, name: string, title: string) => ({
    source: { ...catalogue.columns[0]?.source, analysisId } as HeadSource,
    quantities: [{ ...catalogue.columns[0]?.quantity, name, title } as HeadQuantity],
  });
  const columns = columnsOf([
    of(5, 'zero', 'Loss without the head: zero'),
    of(5, 'mean_row', 'Loss without the head: mean of the text'),
    of(1, 'induction', 'Induction: attention to what followed'),
    of(8, 'direct', 'Added to the logit'),
  ]);
  expect([...columnHeadings(columns).values()]).toEqual([
    'Zero: loss without the head',
    'Mean of the text: loss without the head',
    'Induction: attention to what followed',
    'Added to the logit',
  ]);
});

describe('chips', () => {
  it('that fit are counted, and the last gives way to how many more there are', () => {
    const words = ['responds to negation', 'previous token', 'induction'];
    expect(chipsWithin(words, 600)).toBe(3);
    expect(chipsWithin(words, 300)).toBe(2);
    expect(chipsWithin(words, 220)).toBe(1);
    expect(chipsWithin(words, 20)).toBe(1);
    expect(chipsWithin([], 20)).toBe(0);
  });
});

it('without a choice a run that was compared with nothing has no column where others tell more', () => {
  const source = {
    analysisId: 9,
    kind: 'statistics',
    title: 'Statistics',
    runId: 13,
    subject: 'few',
    items: 2,
    unit: 'pairs',
  };
  const plain = {
    name: 'js',
    title: 'JS divergence',
    unit: 'bits',
    question: 'responds' as const,
    layers: 2,
    heads: 2,
    signed: false,
    n: 2,
    values: Float64Array.of(0.1, 0.2, 0.3, 0.4),
    low: new Float64Array(4).fill(Number.NaN),
    high: new Float64Array(4).fill(Number.NaN),
  };
  const uncompared = columnsOf([{ source, quantities: [plain] }]);
  expect(shownColumns({ ...catalogue, columns: uncompared }, undefined)).toHaveLength(1);
  const both = { ...catalogue, columns: [...uncompared, ...catalogue.columns] };
  expect(shownColumns(both, undefined).filter((column) => column.source.runId === 13)).toEqual([]);
  expect(shownColumns(both, ['statistics_js'])).toHaveLength(1);
});
