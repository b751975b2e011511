import { expect, test } from 'vitest';
import {
  layersOfModel,
  meansOfHeads,
  quantilesOfHeads,
  quantitiesOfPairs,
  sharedQuantities,
} from './model-quantities.ts';

test('models: numbers of a pair over its heads, undefined ones left out', () => {
  const model = { layers: 3, heads: 2 };
  expect(sharedQuantities(model, { layers: 2, heads: 1 })).toEqual(['mean', 'largest', 'lower', 'upper']);
  const values = Float64Array.of(1, 2, 3, NaN, 5, -7);
  const all = ['mean', 'largest', 'lower', 'middle', 'upper'] as const;
  expect([...quantitiesOfPairs(values, model, all, 'high')]).toEqual([0.8, 5, 1.5, 3, -1]);
  expect(quantitiesOfPairs(values, model, ['largest'], 'low')[0]).toBe(-7);
  expect(quantitiesOfPairs(values, model, ['largest'], 'either')[0]).toBe(7);
  const means = meansOfHeads(values, model);
  expect(means).toEqual([
    [1, 2],
    [3, null],
    [5, -7],
  ]);
  expect(quantilesOfHeads(means)[3]).toBe(2);
  expect(layersOfModel(means, 'high')[2]).toEqual({ layer: 2, depth: 2.5 / 3, mean: -1, most: 5 });
});
