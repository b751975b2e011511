import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isPlace, placeOfStep, stepsOfPage, TOUR_STEPS } from './tour-steps.ts';

const page = readFileSync(join(import.meta.dirname, '../../../../docs/guide/tour.md'), 'utf8');

test('the page of the guide has a text for each step, and no other', () => {
  const steps = stepsOfPage(page);
  expect(steps.map(({ name }) => name)).toEqual([
    'Read a finding',
    'Open a head',
    'Look at its pairs',
    'Bring your sentences',
    'Run them',
  ]);
  expect(steps).toHaveLength(TOUR_STEPS);
  // As plain text it is read on the screen: nothing in it is Markdown.
  for (const { words } of steps) {
    expect(words).toMatch(/\.$/);
    expect(words).not.toMatch(/[*_`[\]]/);
  }
});

test('the steps lead through one run, and then to what is new', () => {
  const run = { projectId: 2, runId: 7 };
  expect(placeOfStep(0, run)).toEqual({ room: 'runs', ...run });
  expect(placeOfStep(3, run)).toEqual({ room: 'pairs', projectId: 2 });
  expect(placeOfStep(TOUR_STEPS, run)).toBeNull();
});

test('a screen is that of a step where it is of its run', () => {
  const place = { room: 'results', projectId: 2, runId: 7 } as const;
  expect(isPlace(place, { ...place, sort: 'flags' } as typeof place)).toBe(true);
  expect(isPlace(place, { ...place, runId: 8 })).toBe(false);
  expect(isPlace(place, { ...place, projectId: 1 })).toBe(false);
  expect(isPlace(place, { room: 'heads', projectId: 2, runId: 7 })).toBe(false);
  expect(isPlace(place, null)).toBe(false);
  // Of the pairs of a project any set will do.
  expect(isPlace({ room: 'pairs', projectId: 2 }, { room: 'pairs', projectId: 2, setId: 4 })).toBe(true);
});
