import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { placeOfStep, stepsOfPage, TOUR_STEPS } from './tour-steps.ts';

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
