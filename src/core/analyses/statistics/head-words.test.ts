import { expect, test } from 'vitest';
import { METRICS } from '../../metrics/catalogue.ts';
import { headOutcome, intervalWords } from './head-words.ts';
import { sameWords } from './same-with-both.ts';
import { exampleRow } from './statistics-row.example.ts';

/** A head at which each of 547 pairs has what it has with its neutral. */
const same = exampleRow(0, 0, {
  metric: 'sink_mass_original',
  comparison: 'paired',
  outcome: 'not enough data',
  difference: 0,
  difference_se: 0,
  difference_units: 143,
  difference_ci_kind: 'none',
  compared_clusters: 143,
});

test('a head that cannot but have the same with both is not undecided, and its interval is not missing for want of pairs', () => {
  expect(headOutcome(same, METRICS.sink_mass_original)).toBe('is the same by construction');
  expect(intervalWords(same)).toBe('none: every pair has the same by construction');
  expect(sameWords({ metric: 'attention_js_divergence', comparison: 'paired' })).toBe('the same with both');
});

test('a head without enough pairs is undecided', () => {
  const few = { ...same, difference_se: null, difference_units: 1 };
  expect(headOutcome(few, METRICS.sink_mass_original)).toBe('is undecided');
  expect(intervalWords(few)).toBe('none: fewer than two units');
});
