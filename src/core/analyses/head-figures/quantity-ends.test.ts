import { expect, test } from 'vitest';
import { rankingLayout } from '../../figures/ranking.ts';
import type { HeadQuantity } from '../of-heads.ts';
import { axisEndsOfQuantity, coloursOfQuantity } from './quantity-ends.ts';
import { rankingOfQuantity } from './ranked-quantity.ts';

const numbers = (values: readonly number[], half: number) => ({
  values: Float64Array.from(values),
  low: Float64Array.from(values, (value) => value - half),
  high: Float64Array.from(values, (value) => value + half),
});

const quantity = (parts: Partial<HeadQuantity> = {}): HeadQuantity => ({
  name: 'cost',
  title: 'Loss added without the head',
  unit: 'nats',
  question: 'matters',
  layers: 1,
  heads: 2,
  signed: true,
  n: 20,
  ...numbers([0.15, -0.01], 0.08),
  ...parts,
});

const axisOf = (of: HeadQuantity) =>
  rankingLayout(rankingOfQuantity(of, { by: 'rank', direction: 'desc' }), 900, 'rank').axis;

test('a map and the ranking beside it end at one number', () => {
  expect(coloursOfQuantity(quantity(), 'value', 'diverging')).toEqual([-0.25, 0.25]);
  expect(axisOf(quantity())).toMatchObject({ low: -0.1, high: 0.25 });
});

test('so does the control of what is called by itself', () => {
  const control = { title: 'drawn tokens', ...numbers([-0.3, 0], 0.05) };
  const byItself = quantity({
    control,
    called: { as: 'x', rule: '', by: 'own', outcomes: ['none', 'none'] },
  });
  for (const part of ['value', 'control'] as const)
    expect(coloursOfQuantity(byItself, part, 'diverging')).toEqual([-0.35, 0.35]);
  expect(axisOf(byItself).low).toBe(-0.35);
});

test('colours of shares end at 0 and 1, the axis where most of it would be empty does not', () => {
  const share = (values: readonly number[]) =>
    quantity({ signed: false, unit: '', domain: [0, 1], ...numbers(values, 0.02) });
  expect(axisEndsOfQuantity(share([0.9, 0.1]))).toEqual([0, 1]);
  expect(axisEndsOfQuantity(share([0.1, 0.05]))).toBeUndefined();
  expect(coloursOfQuantity(share([0.1, 0.05]), 'value', 'sequential')).toEqual([0, 1]);
});
