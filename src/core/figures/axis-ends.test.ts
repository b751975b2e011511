import { expect, test } from 'vitest';
import { endsAround, ticksWithRoom } from './axis-ends.ts';

test.each([
  [0, [0, 1]],
  [0.02, [0, 0.04]],
  [-3, [-6, 0]],
] as const)('values that are all %d', (value, ends) => {
  expect(endsAround(value)).toEqual(ends);
});

test('ticks are as many as their labels have room for, and even', () => {
  const widthOf = (tick: number) => 6.6 * String(tick).length;
  expect(ticksWithRoom([0, 0.025], 4, 600, widthOf)).toEqual([0, 0.005, 0.01, 0.015, 0.02, 0.025]);
  // At 240 px the last label, which ends at the plot, would touch the one before.
  expect(ticksWithRoom([0, 0.025], 4, 240, widthOf)).toEqual([0, 0.01, 0.02]);
  expect(ticksWithRoom([0, 1], 4, 10, widthOf)).toEqual([0, 1]);
});
