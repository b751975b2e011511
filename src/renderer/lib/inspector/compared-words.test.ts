import { expect, test } from 'vitest';
import { METRICS } from '../../../core/metrics/catalogue.ts';
import { wordsFor } from './compared-words.ts';

test('beside a neutral change, metrics speak of the neutral', () => {
  const { label, definition } = METRICS.sink_mass_counterfactual;
  expect(wordsFor('neutral', label)).toBe('Mass on sinks, neutral');
  expect(wordsFor('neutral', definition)).toContain('averaged over the neutral’s rows');
  expect(wordsFor('counterfactual', label)).toBe(label);
});
