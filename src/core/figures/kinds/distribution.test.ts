import { expect, test } from 'vitest';
import { FIGURE_THEMES } from '../theme.ts';
import { distributionFigure, isUncompared, usualControl } from './distribution.ts';

const source = { run: 1, model: 'tiny', set: 'negation', controlSet: null, queries: 'all' } as const;
const data = {
  source,
  metric: 'value_cosine',
  layer: 0,
  head: 0,
  set: [0.5, null],
  against: 'control',
} as const;

test('the numbers behind it, with and without a control set', () => {
  expect(distributionFigure.csv({ ...data, control: [0.75] })).toBe(
    'role,pair,value_cosine\nset,1,0.5\nset,2,\ncontrol,1,0.75\n',
  );
  expect(distributionFigure.csv({ ...data, control: [0.75], against: 'neutral' })).toBe(
    'role,pair,value_cosine\nset,1,0.5\nset,2,\nneutral,1,0.75\n',
  );
  expect(distributionFigure.csv({ ...data, control: null })).toBe(
    'role,pair,value_cosine\nset,1,0.5\nset,2,\n',
  );
});

test.each([
  // As many neutrals as you like, and none of the shape of its pair.
  ['control', 40, 'control'],
  ['neutral', 5, 'neutral'],
  [null, 3, 'neutral'],
  [null, 0, 'control'],
] as const)('rows held against %s, of %d neutrals: behind the set lies %s', (heldAgainst, neutrals, role) => {
  expect(usualControl({ heldAgainst, neutral: Array.from({ length: neutrals }) })).toBe(role);
});

test.each([
  ['neutral', null, true],
  // A person may have chosen neutrals where heads are compared with the control set.
  ['neutral', 'control', true],
  ['neutral', 'neutral', false],
  ['control', 'control', false],
  ['control', 'neutral', false],
] as const)('behind the set lies %s, heads are held against %s', (against, heldAgainst, uncompared) => {
  expect(isUncompared(against, { heldAgainst })).toBe(uncompared);
});

test('a control that heads are not compared with is said to be none', () => {
  const shown = { ...data, against: 'neutral', control: [0.75], set: [0.5] } as const;
  const noteOf = (uncompared: boolean) =>
    distributionFigure.draw({ ...shown, uncompared }, FIGURE_THEMES.light).note;
  expect(noteOf(false)).toBe('');
  expect(noteOf(true)).toBe(
    'Grey: neutral changes, too few of them of the shape of their pairs to be compared with.',
  );
});
