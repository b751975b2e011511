import { expect, test } from 'vitest';
import { balanceOf } from './balance.ts';
import { balanceTables, constructionsTable, withBlock } from './readme.ts';
import type { Triple } from './set-files.ts';
import type { BalanceTokenizer } from './tokenizers.ts';

const numbers: BalanceTokenizer = {
  title: 'numbers',
  encode: (text) => text.split(' ').map(Number),
  specialIds: new Set(),
  idsAreRanks: true,
};
const pair = (original: string, counterfactual: string, neutral: string, label: string): Triple => ({
  original,
  counterfactual,
  neutral,
  cluster: 'c',
  label,
});
const TRIPLES = [
  pair('5 6', '5 1 6', '5 3 6', 'put-in'),
  pair('5 6', '5 7', '5 3', 'replaced'),
  pair('5 6', '1 5 6', '1 6', 'unlike'),
];

test('shapes, places and ranks of a set', () => {
  const balance = balanceOf(TRIPLES, numbers);
  expect(balance).toMatchObject({ tokenizer: 'numbers', pairs: 3, equalShapes: 2, equalPlaces: 3 });
  // log2(2) − log2(4), log2(8) − log2(4), log2(2) − log2(2)
  expect([...balance.rankByLabel]).toEqual([
    ['put-in', -1],
    ['replaced', 1],
    ['unlike', 0],
  ]);
  expect(balance.rows.map(({ quantity }) => quantity)).toEqual([
    'length',
    'inserted',
    'deleted',
    'substituted',
    'position',
    'rank',
  ]);
  expect(balance.rows[0]).toMatchObject({ counterfactual: 2, neutral: 2, standardisedDifference: 0 });
  expect(balance.rows[1]?.counterfactual).toBeCloseTo(2 / 3, 14);
  expect(balance.rows[1]?.neutral).toBeCloseTo(1 / 3, 14);
});

test('ids that are no ranks are not averaged', () => {
  const balance = balanceOf(TRIPLES, { ...numbers, idsAreRanks: false });
  expect(balance.rows.map(({ quantity }) => quantity)).not.toContain('rank');
  expect(balance.rankByLabel.size).toBe(0);
});

test('the tables of a README', () => {
  expect(constructionsTable(TRIPLES.slice(0, 1))).toBe(
    '| label | pairs | clusters | original | counterfactual | neutral |\n|---|---|---|---|---|---|\n| put-in | 1 | 1 | 5 6 | 5 1 6 | 5 3 6 |',
  );
  const tables = balanceTables(TRIPLES, [balanceOf(TRIPLES, numbers)]);
  expect(tables).toContain(
    '3 pairs, 1 clusters of at most 3 pairs; the largest label has 33.3 % of the pairs.',
  );
  expect(tables).toContain('same shape in 2 of 3 pairs, and begin at the same token in 3.');
  expect(tables).toContain('| inserted | 0.667 | 0.333 | 0.58 |');
});

test('a block of a README is replaced, and the rest stays', () => {
  expect(withBlock('a\n<!-- x -->\nold\n<!-- /x -->\nb', 'x', 'new')).toBe(
    'a\n<!-- x -->\n\nnew\n\n<!-- /x -->\nb',
  );
  expect(() => withBlock('a', 'x', 'new')).toThrow('the README has no <!-- x --> … <!-- /x -->');
});
