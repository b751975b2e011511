import { expect, it } from 'vitest';
import { shadeOf } from './strips.ts';

it('colours say which way, and the line under a word how much', () => {
  expect(shadeOf(-2, 2, 'contribution')).toContain('55.0%');
  expect(shadeOf(-1, 2, 'contribution')).not.toEqual(shadeOf(1, 2, 'contribution'));
  expect(shadeOf(0, 0, 'contribution')).toContain('0.0%');
  // The ends of viridis.
  expect(shadeOf(0, 0, 'weight')).toContain('rgb(68 1 84)');
  expect(shadeOf(1, 1, 'weight')).toContain('rgb(253 231 37)');
});
