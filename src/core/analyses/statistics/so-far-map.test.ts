import { expect, test } from 'vitest';
import type { FigureSource } from '../../figures/figure.ts';
import { FIGURE_THEMES } from '../../figures/theme.ts';
import { type MeansSoFar, nothingSoFar, soFarMap, soFarValue } from './so-far-map.ts';

const source: FigureSource = { run: 1, model: 'mini', set: 'few', controlSet: null, queries: 'all' };

test('before the first pair the map has its place and no value', () => {
  const nothing = nothingSoFar({ layers: 2, heads: 3 });
  expect(nothing).toMatchObject({ pairs: 0, baseline: 'none' });
  expect(soFarValue(nothing, 1, 2)).toBeNull();
  const later = { ...nothing, pairs: 4, mean: nothing.mean.map((row) => row.map(() => 0.2)) };
  const draw = (means: MeansSoFar) =>
    soFarMap.draw({ source, means, metric: 'attention_js_divergence', plotWidth: 312 }, FIGURE_THEMES.light);
  const [before, after] = [draw(nothing), draw(later)];
  expect([before.width, before.height]).toEqual([after.width, after.height]);
});
