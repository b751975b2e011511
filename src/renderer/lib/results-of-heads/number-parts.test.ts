import { expect, test } from 'vitest';
import { numberParts } from './number-parts.ts';

test('measured numbers and their intervals are numbers; counts and heads are words', () => {
  const parts = numberParts('14 heads: L5 H9, 0.213 bits, −0.171 [−0.152, 0.190], within ±0.005.');
  expect(parts.filter(({ isNumber }) => isNumber).map(({ text }) => text)).toEqual([
    '0.213',
    '−0.171',
    '[−0.152, 0.190]',
    '±0.005',
  ]);
  expect(parts.map(({ text }) => text).join('')).toBe(
    '14 heads: L5 H9, 0.213 bits, −0.171 [−0.152, 0.190], within ±0.005.',
  );
  expect(numberParts('No head.')).toEqual([{ text: 'No head.', isNumber: false }]);
});
