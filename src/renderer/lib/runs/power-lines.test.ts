import { expect, test } from 'vitest';
import { sizeWords } from './power-lines.ts';

const earlier = null;

test('what a forecast is of', () => {
  expect(sizeWords({ kind: 'paired', set: { pairs: 547, units: 143 }, control: null, earlier })).toBe(
    'Of 547 pairs in 143 clusters, each against its own neutral. The larger number holds where pairs of a cluster tell no more than one.',
  );
  const matched = { set: { pairs: 40, units: 40 }, control: { pairs: 266, units: 266 }, earlier };
  expect(sizeWords({ kind: 'matched', ...matched })).toBe(
    'Of 40 pairs against 266 pairs of the control, those of the same shape.',
  );
  expect(sizeWords({ kind: 'unadjusted', ...matched })).toBe('Of 40 pairs against 266 pairs of the control.');
});
