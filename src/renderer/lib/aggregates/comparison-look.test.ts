import { expect, test } from 'vitest';
import { DEFAULT_CHOICE } from '../../../core/analyses/statistics/comparison-choice.ts';
import type { ComparisonDesign } from '../../../core/analyses/statistics/comparison-design.ts';
import type { Run } from '../../../shared/entities.ts';
import { comparisonOptions, departuresOf, departureWords, withoutOwnMargin } from './comparison-look.ts';

test.each([
  [{}, {}, ''],
  [{ comparison: 'auto' }, {}, ''],
  [{ comparison: 'unadjusted' }, { comparison: 'unadjusted' }, 'comparison'],
  [{ marginOf: 'unit' }, {}, ''],
  [
    { margin: 0.005, marginOf: 'unit', clusters: 'labels' },
    { margin: 0.005, marginOf: 'unit', clusters: 'labels' },
    'clusters, smallest effect',
  ],
] as const)('%j is not as planned in %j', (asked, departures, words) => {
  expect(departuresOf(asked, DEFAULT_CHOICE)).toEqual(departures);
  expect(departureWords(departures)).toBe(words);
});

test('a smallest effect in bits is not taken along to a metric of another unit; a share of the control is', () => {
  const none = { margin: undefined, marginOf: undefined };
  expect(withoutOwnMargin({ marginOf: 'unit' }, { margin: 0.05, marginOf: 'unit' })).toEqual(none);
  // Planned in the unit of the metric: only the number was chosen.
  expect(withoutOwnMargin({ marginOf: 'unit' }, { margin: 0.05 })).toEqual(none);
  expect(withoutOwnMargin({ marginOf: 'unit' }, { clusters: 'labels' })).toEqual({});
  expect(withoutOwnMargin({ marginOf: 'control' }, { margin: 0.05 })).toEqual({});
});

test.each([
  ['paired', true, 3, ['Neutral change', 'Matched control', 'Unadjusted']],
  ['paired', false, 3, ['Neutral change']],
  ['matched', true, 0, ['Matched control', 'Unadjusted']],
  ['matched', true, 3, ['Matched control', 'Neutral change', 'Unadjusted']],
  ['unadjusted', true, 0, ['Unadjusted', 'Matched control']],
] as const)('planned as %s, with a control set (%s) and %d neutrals', (kind, hasControl, done, labels) => {
  const run = {
    controlSet: hasControl ? { id: 2, name: 'control' } : null,
    neutrals: { total: done, done, failed: 0 },
  } as Run;
  const options = comparisonOptions(run, { kind } as ComparisonDesign);
  expect(options.map(({ label }) => label)).toEqual(labels);
  expect(options[0]?.value).toBe('');
});
