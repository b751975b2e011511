import { expect, test } from 'vitest';
import { type ForecastRun, forecastLines } from './plan-forecast.ts';

const cell: ForecastRun['cell'] = {
  setId: 1,
  controlId: null,
  model: 'tiny',
  isChecked: true,
  done: null,
  notSame: '',
  unwise: '',
  isImpossible: false,
  duration: { seconds: 20, isRough: false },
  bytes: 2e6,
  leastBytes: 1e6,
  pairs: 100,
};
const run = (given: Partial<ForecastRun> = {}): ForecastRun => ({
  set: { name: 'negation', pairCount: 100, neutralCount: 100 },
  control: undefined,
  model: { name: 'tiny', layers: 2, heads: 3, compiled: true },
  cell,
  compared: { kind: 'paired', set: { units: 100, pairs: 100 }, control: null },
  ...given,
});
const words = (runs: readonly ForecastRun[]) => forecastLines(runs).map(({ words: line }) => line);

test('where nothing is ticked, nothing will happen', () => {
  expect(words([])).toEqual(['Nothing: no run is ticked.']);
});

test('of one run', () => {
  expect(words([run()])).toEqual([
    '100 pairs of “negation” go through tiny.',
    '6 heads (2 layers × 3) are measured on each: 1,200 rows of results.',
    'Each pair of “negation” is compared with its own neutral, which is measured beside it.',
    'About 20 s, judging by earlier runs of this model.',
    '2.0 MB are added to the workspace.',
    'It can be cancelled and resumed at any time; the numbers stay the same.',
  ]);
});

test('of several: each is named, what they take is summed, and a set without control is warned of', () => {
  const control = run({
    set: { name: 'negation-control', pairCount: 50, neutralCount: 0 },
    compared: { kind: 'none', set: { units: 50, pairs: 50 }, control: null },
  });
  const other = run({ model: { name: 'deep', layers: 1, heads: 1, compiled: false } });
  const lines = forecastLines([run(), other, control]);
  expect(lines.map((line) => line.words)).toEqual([
    '100 pairs of “negation” go through tiny.',
    '100 pairs of “negation” go through deep.',
    '50 pairs of “negation-control” go through tiny.',
    'All heads are measured on each pair: 1,700 rows of results together.',
    'Each pair of “negation” is compared with its own neutral, which is measured beside it.',
    '“negation-control” is compared with nothing: it has no neutrals, and there is no control set. No head can be said to respond, for some attention changes when any word does.',
    'deep is compiled first; that is done once.',
    'About 1 min, judging by earlier runs of these models.',
    '6.0 MB are added to the workspace.',
    'Each can be cancelled and resumed at any time; the numbers stay the same.',
  ]);
  expect(lines.filter(({ isWarning }) => isWarning).map((line) => line.words)).toEqual([lines[5]?.words]);
});

test('of many runs only the first are named', () => {
  const many = words(Array.from({ length: 9 }, () => run()));
  expect(many[6]).toBe('And 3 more runs.');
});

test('one pair that is compared is said as one', () => {
  const one = { units: 1, pairs: 1 };
  expect(words([run({ compared: { kind: 'matched', set: one, control: one } })])).toContain(
    '1 pair of “negation” is compared with controls whose change has the same shape.',
  );
  expect(words([run({ compared: { kind: 'paired', set: one, control: null } })])).toContain(
    '1 pair of “negation” is compared with its own neutral, which is measured beside it.',
  );
});
