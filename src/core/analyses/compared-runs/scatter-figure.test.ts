import { expect, test } from 'vitest';
import { FIGURE_THEMES } from '../../figures/theme.ts';
import { exampleRow } from '../statistics/statistics-row.example.ts';
import { comparedOf, RUNS } from './compared-runs.example.ts';
import { runsScatterFigure } from './scatter-figure.ts';

test('heads are named of which something is said, and not those that are below what is resolved', () => {
  const outcomes = ['more', 'not enough data', 'below what the measurement resolves'] as const;
  const heads = outcomes.map((outcome, at) => ({
    ...exampleRow(at, 0),
    outcome,
    first: 0.1 + at,
    second: 0.4 + at,
    difference: 0.3,
  }));
  const { option } = runsScatterFigure.draw(
    { compared: comparedOf({ heads }), runs: RUNS },
    FIGURE_THEMES.light,
  );
  const drawn = JSON.stringify(option);
  expect(drawn).toContain('L0 H0');
  for (const name of ['L1 H0', 'L2 H0']) expect(drawn).not.toContain(name);
});
