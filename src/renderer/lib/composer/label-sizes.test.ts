import { expect, test } from 'vitest';
import { smallLabels } from './label-sizes.ts';

const panel = (letter: string, scale: number) =>
  `<g data-panel="${letter}" transform="translate(4 30) scale(${scale})"><g transform="scale(0.1)"></g></g>`;

test('panels whose labels are under five points on paper are named', () => {
  expect(smallLabels(panel('a', 1) + panel('b', 0.61))).toBe('');
  expect(smallLabels(panel('a', 1) + panel('b', 0.5))).toMatch(
    /^Labels of b are 4\.1 points on paper; journals want 5\./,
  );
  expect(smallLabels(panel('a', 0.4) + panel('b', 0.5))).toMatch(/^Labels of a, b are 3\.3 points/);
});
