import { expect, test } from 'vitest';
import type { HeadCalls } from '../of-heads.ts';
import { inductionOfHeads } from './of-heads.ts';
import { inductionResult } from './result.example.ts';
import {
  foldedQuantityWords,
  quantityColumns,
  rankedByQuantity,
  rankingOfQuantity,
} from '../head-figures/ranked-quantity.ts';
import { linesAcross } from '../../figures/ranking.ts';
import { legendOfCalls, lookOfOutcome } from '../head-outcomes.ts';
import { BY_RANK, inOrder, nextOrder, type RankingOrder } from '../../figures/ranked-heads.ts';

const [score, previous] = inductionOfHeads(
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
);
if (score === undefined || previous === undefined) throw new Error('nothing is known');
const ranked = rankedByQuantity(score);

test('heads are ranked by the difference from their control, those called first', () => {
  expect(ranked.map(({ layer, head, end }) => `L${layer} H${head} ${end ?? ''}`)).toEqual([
    'L1 H1 first',
    'L0 H0 first',
    'L0 H1 ',
    'L1 H0 ',
  ]);
  // What is drawn is what is printed, sorted by and called: the difference, whose control is 0.
  expect(ranked[0]?.marks).toEqual({
    set: 0.9,
    interval: [0.85, 0.95],
    control: null,
    controlInterval: null,
  });
  expect(ranked[0]?.cells.map(({ text }) => text)).toEqual([
    'induction',
    '0.920',
    '0.020',
    '0.900 [0.850, 0.950]',
    '0.004',
  ]);
  const drawn = rankingOfQuantity(score, BY_RANK, 0.1);
  expect(drawn.axisTitle).toContain(', less control');
  expect(drawn.note).toContain('Control: nothing repeated.');
  expect(drawn.rankTitle).toBe('The largest difference from the control first');
  const lowest = rankingOfQuantity({ ...score, lowestFirst: true }, BY_RANK);
  expect(lowest.rankTitle).toBe('The lowest difference from the control first');
  expect(linesAcross(drawn, { low: -1, high: 1, ticks: [] })).toEqual([0.1]);
});

test('what is called by the number itself is ranked and drawn by it, its control beside', () => {
  const ofItself = { ...score, called: { ...(score.called as HeadCalls), by: 'own' as const } };
  const drawn = rankingOfQuantity(ofItself, BY_RANK, 0.1);
  expect(drawn.axisTitle).not.toContain('less');
  expect(drawn.heads[0]?.marks).toMatchObject({ set: 0.92, control: 0.02 });
  expect(drawn.heads[0]?.cells).toHaveLength(drawn.columns.length);
});

test('where the number itself is drawn, those called by its difference have no colour of a side', () => {
  const calls = { ...(score.called as HeadCalls), outcomes: ['called', 'called', 'none', 'none'] as const };
  expect(legendOfCalls(calls, { values: Float64Array.of(0.3, -0.2, 0, 0), areDrawn: false })).toEqual([
    { look: 'called', words: '1 induction, above control' },
    { look: 'called', words: '1 induction, below control' },
    { look: 'grey', words: '2 no induction heads' },
  ]);
});

test('there is a cell for each column, with and without a control', () => {
  for (const quantity of [score, previous])
    for (const { cells } of rankedByQuantity(quantity))
      expect(cells).toHaveLength(quantityColumns(quantity).length);
  expect(rankedByQuantity(previous).map(({ place, head }) => [place, head])).toEqual([
    [1, 0],
    [2, 1],
    [3, 0],
    [4, 1],
  ]);
});

test('the column of the verdict is as wide as its longest words', () => {
  const widthOf = (as: string) =>
    quantityColumns({ ...score, called: { as, rule: '', outcomes: ['called', 'none'] } }).find(
      ({ key }) => key === 'called',
    )?.width;
  expect(widthOf('induction')).toBe(92);
  expect(widthOf('changes the loss, mean of the set')).toBe(200);
  expect(widthOf('x'.repeat(90))).toBe(200);
});

test('q is over all heads, or over what the analysis says', () => {
  const titleOf = (quantity: typeof score) => quantityColumns(quantity).find(({ key }) => key === 'q')?.title;
  expect(titleOf(score)).toBe('Benjamini-Hochberg over all 4 heads');
  expect(titleOf({ ...score, qOver: '198 paths' })).toBe('Benjamini-Hochberg over all 198 paths');
});

test('the lowest come first where heads are called for low values, and what is undefined comes last', () => {
  const values = Float64Array.of(0.5, -0.2, NaN, 0.9);
  const outcomes = ['none', 'called', 'untested', 'none'] as const;
  const called = { as: 'disagree', rule: '', outcomes };
  const lowest = rankedByQuantity({
    ...previous,
    values,
    low: null,
    high: null,
    signed: true,
    lowestFirst: true,
    called,
  });
  expect(lowest.map(({ layer, head, end }) => `L${layer} H${head} ${end ?? ''}`)).toEqual([
    'L0 H1 first',
    'L0 H0 ',
    'L1 H1 ',
    'L1 H0 ',
  ]);
});

test('what is called on either side of 0 has its margin on both, and words that go with its count', () => {
  const both = {
    ...previous,
    signed: true,
    called: {
      as: 'changes the loss, zero',
      verdict: ['changes the loss', 'change the loss'] as const,
      bothWays: true as const,
      rule: 'A rule.',
      outcomes: ['called', 'called', 'none', 'called'] as const,
    },
  };
  const drawn = rankingOfQuantity(both, BY_RANK, 0.01);
  expect(linesAcross(drawn, { low: -1, high: 1, ticks: [] })).toEqual([0.01, -0.01]);
  expect(linesAcross(drawn, { low: 0, high: 1, ticks: [] })).toEqual([0.01]);
  expect(drawn.note).toBe('Called “changes the loss” where a rule.');
  expect(
    legendOfCalls(both.called, { values: Float64Array.of(0.3, -0.2, 0.1, 0.4), areDrawn: true }),
  ).toEqual([
    { look: 'called', side: 'high', words: '2 change the loss, above 0' },
    { look: 'called', side: 'low', words: '1 changes the loss, below 0' },
    { look: 'grey', words: '1 ruled out' },
  ]);
});

test('where the number says how far from the rule a head is, what is ruled out keeps its colour', () => {
  const called: HeadCalls = { as: 'disagree', rule: '', outcomes: ['none', 'called'] };
  expect(lookOfOutcome(called, 'none')).toBe('grey');
  expect(lookOfOutcome({ ...called, colours: 'all' }, 'none')).toBe('full');
  expect(legendOfCalls({ ...called, colours: 'all' }).map(({ look }) => look)).toEqual(['called', 'full']);
});

test('a fold says what is in it', () => {
  expect(foldedQuantityWords(ranked.slice(1), ranked, score.called)).toBe(
    '1 other called, 1 undecided, 1 no induction head',
  );
  const uncalled = rankedByQuantity(previous);
  expect(foldedQuantityWords(uncalled, uncalled, undefined)).toBe('4 other heads');
});

test('heads are sorted by any column; a third click goes back to the ranking', () => {
  const columns = quantityColumns(score);
  const by = (order: RankingOrder) => inOrder(ranked, columns, order).map(({ place }) => place);
  expect(by(BY_RANK)).toEqual([1, 2, 3, 4]);
  expect(by({ by: 'rank', direction: 'asc' })).toEqual([4, 3, 2, 1]);
  // L0 H0, L0 H1, L1 H0, L1 H1
  expect(by({ by: 'head', direction: 'asc' })).toEqual([2, 3, 4, 1]);
  expect(by({ by: 'difference', direction: 'asc' })).toEqual([4, 3, 2, 1]);
  expect(by({ by: 'called', direction: 'desc' }).slice(0, 2)).toEqual([1, 2]);
  // What is not there is no order.
  expect(by({ by: 'nothing', direction: 'asc' })).toEqual([1, 2, 3, 4]);
  // Every column can be sorted by.
  for (const { cells } of ranked) for (const { value } of cells) expect(value).not.toBeUndefined();

  const clicks = [1, 2, 3].reduce<RankingOrder[]>(
    (orders) => [...orders, nextOrder(orders.at(-1) ?? BY_RANK, 'q')],
    [],
  );
  expect(clicks).toEqual([{ by: 'q', direction: 'asc' }, { by: 'q', direction: 'desc' }, BY_RANK]);
  expect(nextOrder(BY_RANK, 'difference')).toEqual({ by: 'difference', direction: 'desc' });
});
