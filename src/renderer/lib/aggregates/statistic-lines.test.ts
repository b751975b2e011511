import { expect, test } from 'vitest';
import { exampleRow } from '../../../core/analyses/statistics/statistics-row.example.ts';
import { comparisonLines, howMade, marksInWords, setLines } from './statistic-lines.ts';

const METRIC = 'attention_js_divergence';
const ALL = { heads: 72, topSize: 10 };
const row = exampleRow(5, 9, {
  n: 412,
  clusters: 126,
  mean: 0.213,
  ci_low: 0.196,
  ci_high: 0.229,
  comparison: 'paired',
  compared: 403,
  compared_clusters: 126,
  control_mean: 0.042,
  difference: 0.171,
  difference_ci_low: 0.152,
  difference_ci_high: 0.19,
  difference_ci_kind: 'studentised',
  difference_units: 126,
  cliffs_delta: 0.79,
  cliffs_delta_ci_low: 0.73,
  cliffs_delta_ci_high: 0.84,
  p: 0.0001,
  least_p: 0.0001,
  q: 0.0004,
  q_at_most: true,
  top_share: 1,
  influence: 0.02,
});
const valueOf = (lines: readonly { label: string; value: string }[], label: string) =>
  lines.find((line) => line.label === label)?.value;

test('a head against its neutral changes', () => {
  const lines = comparisonLines(row, METRIC, ALL);
  expect(valueOf(lines, 'Difference, bits')).toBe('0.171 [0.152, 0.190]');
  expect(valueOf(lines, 'Relative to neutral')).toBe('5.07 times');
  expect(valueOf(lines, 'Cliff’s delta')).toBe('0.79 [0.73, 0.84]');
  expect(valueOf(lines, 'p, sign flips')).toBe('0.0001');
  expect(valueOf(lines, 'q, over 72 heads')).toBe('≤ 0.0004');
  expect(valueOf(lines, 'Stays in the top 10')).toBe('100 %');
  expect(howMade(row)).toBe(
    'Compared: 403 pairs in 126 clusters, each with its neutral. Interval: studentised bootstrap, 126 clusters. Test: sign flips of whole clusters.',
  );
});

test('the mean of the set is of the pairs that are compared; its interval is there where these are all', () => {
  const set = (values: Partial<typeof row>) => setLines({ ...row, ...values }, METRIC);
  expect(valueOf(set({ compared: 412 }), 'Set, bits')).toBe('0.213 [0.196, 0.229]');
  const some = set({ control_mean: 0.03, difference: 0.171 });
  expect(valueOf(some, 'Set, of the 403 compared')).toBe('0.201');
  expect(valueOf(some, 'Set, bits')).toBeUndefined();
  const none = set({ comparison: 'none', compared: null, control_mean: null, difference: null });
  expect(valueOf(none, 'Set, bits')).toBe('0.213 [0.196, 0.229]');
});

test('a smallest effect of interest brings the test of equivalence', () => {
  const labels = (margin: number | null) =>
    comparisonLines({ ...row, margin }, METRIC, ALL).map(({ label }) => label);
  expect(labels(0.005)).toContain('q, does not respond');
  expect(labels(null)).not.toContain('q, does not respond');
});

test('compared with nothing, a distance has no test', () => {
  expect(comparisonLines(exampleRow(0, 0, { mean: 0.2 }), METRIC, ALL)).toEqual([]);
});

test('a head that rests on one pair, or has very few, says so', () => {
  expect(marksInWords({ ...row, influence: 0.5, difference_ci_kind: 't' })).toEqual([
    '† Rests on one pair, which makes half of the spread.',
    '‡ Interval of very few units.',
  ]);
  expect(marksInWords(row)).toEqual([]);
});

test('a difference that the measurement does not resolve is what it is smaller than, in short', () => {
  const tiny = {
    ...row,
    difference: 2e-9,
    difference_ci_low: 0,
    difference_ci_high: 4e-9,
    resolution: 4.4e-6,
  };
  const lines = comparisonLines({ ...tiny, outcome: 'below what the measurement resolves' }, METRIC, ALL);
  expect(lines.find(({ label }) => label.startsWith('Difference'))).toEqual({
    label: 'Difference, bits',
    value: '< 0.0000044',
    title: 'Below what the measurement resolves',
  });
});
