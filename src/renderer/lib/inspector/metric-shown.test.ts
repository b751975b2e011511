import { expect, test } from 'vitest';
import { shownValue } from './metric-shown.ts';

test.each([
  ['mean_attention_diff', 5e-6, '0.000'],
  ['attention_entropy_diff', -1e-4, '0.000 bits'],
  ['attention_entropy_diff', 4e-4, '0.0004 bits'],
  ['attention_js_divergence', 5e-6, '0.000005 bits'],
  ['mean_attention_diff', 0, '0'],
  ['mean_attention_diff', 0.25, '0.250'],
] as const)('%s of %d is shown as %s', (metric, value, words) => {
  expect(shownValue(metric, value)).toBe(words);
});
