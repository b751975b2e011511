import { expect, test } from 'vitest';
import { METRICS } from '../../metrics/catalogue.ts';
import { headOutcome, intervalWords, marksOf, marksTogether } from './head-words.ts';
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

test('what is true of every head that is listed is no mark beside each', () => {
  const few = (head: number, influence: number) =>
    exampleRow(0, head, { comparison: 'paired', difference_ci_kind: 't', influence, compared: 9 });
  const rows = [few(0, 0.7), few(1, 0.1)];
  const { ofAll, of } = marksTogether(rows);
  expect(ofAll.map(({ sign }) => sign)).toEqual(['‡']);
  expect(rows.map((row) => of(row).map(({ sign }) => sign))).toEqual([['†'], []]);
  const more = [
    ...rows,
    exampleRow(0, 2, { comparison: 'paired', difference_ci_kind: 'bootstrap' as never }),
  ];
  expect(marksTogether(more).ofAll).toEqual([]);
});

test.each([
  [0.117, -0.03, 'less', ['§']],
  [0.117, 0.2, 'less', []],
  [-0.5, -0.9, 'more', []],
  // Of what is not called nothing disagrees.
  [0.002, -0.03, 'not enough data', []],
] as const)(
  'a difference of %d with a delta of %d, %s, has the signs %j',
  (difference, delta, outcome, signs) => {
    const row = exampleRow(5, 5, { comparison: 'unadjusted', outcome, difference, cliffs_delta: delta });
    expect(marksOf(row).map(({ sign }) => sign)).toEqual(signs);
  },
);
