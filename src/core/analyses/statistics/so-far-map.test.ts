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
  expect(after.note).toContain('Means of the 4 pairs measured so far: they can still change');
  expect(draw({ ...later, pairs: 1 }).note).toContain('Of the one pair measured so far: it can still change');
});

test('a larger change is red whichever way a metric goes, as it will be at the end', () => {
  const means: MeansSoFar = {
    baseline: 'neutral',
    pairs: 3,
    compared: 3,
    mean: [[0.2, 0.9]],
    against: [[0.9, 0.9]],
  };
  const theme = FIGURE_THEMES.light;
  const coloursOf = (metric: 'value_cosine' | 'attention_js_divergence') => {
    const { option } = soFarMap.draw({ source, means, metric }, theme);
    const { visualMap } = option as { visualMap: { inRange: { color: string[] } }[] };
    return [visualMap].flat()[0]?.inRange.color;
  };
  // The end at which 0.2 less than its neutral stands: red of a cosine, of which less is more change.
  expect(coloursOf('value_cosine')?.at(0)).toBe(theme.diverging.at(-1));
  expect(coloursOf('attention_js_divergence')?.at(0)).toBe(theme.diverging.at(0));
});
