import { expect, test } from 'vitest';
import { FIGURE_THEMES } from '../../figures/theme.ts';
import { exampleRow } from '../statistics/statistics-row.example.ts';
import { comparedOf, RUNS } from './compared-runs.example.ts';
import { runsMapFigure } from './map-figure.ts';

test('a difference of nothing is drawn on the scale of the two runs beside it', () => {
  const heads = [{ ...exampleRow(0, 0), first: 0.2, second: 0.2, difference: 0 }];
  const ends = (shows: 'difference' | 'first', compared = comparedOf({ heads })) => {
    const { option } = runsMapFigure.draw({ compared, runs: RUNS, shows }, FIGURE_THEMES.light);
    const { min, max } = option.visualMap as { min: number; max: number };
    return [min, max];
  };
  expect(ends('difference')).toEqual([-0.2, 0.2]);
  expect(ends('first')).toEqual([0, 0.2]);
});

test.each([
  ['attention_js_divergence', -1],
  ['value_output_correlation', 0],
] as const)('of %s: a larger change is red, as on the map of either run', (metric, warm) => {
  const heads = [{ ...exampleRow(0, 0), first: 0.2, second: 0.4, difference: -0.2 }];
  const theme = FIGURE_THEMES.light;
  const { option } = runsMapFigure.draw(
    { compared: comparedOf({ metric, heads }), runs: RUNS, shows: 'difference' },
    theme,
  );
  const { color } = (option.visualMap as { inRange: { color: string[] } }).inRange;
  expect(color.at(warm)).toBe(theme.diverging.at(-1));
});

test('the map of the difference says, once for all three, whether their colours are the same', () => {
  const noteOf = (difference: number, shows: 'difference' | 'second') => {
    const heads = [{ ...exampleRow(0, 0), first: 0.2, second: 0.2 - difference, difference }];
    const compared = comparedOf({ metric: 'attention_entropy_diff', heads });
    return runsMapFigure.draw({ compared, runs: RUNS, shows }, FIGURE_THEMES.light).note;
  };
  expect(noteOf(0.2, 'difference')).toContain('One colour scale for the difference and both runs.');
  expect(noteOf(0.02, 'second')).toBe('');
  expect(noteOf(0.02, 'difference')).toContain('another for their difference');
});
