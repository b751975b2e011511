import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { atTicks, endsAround, layerTicks, ticksToEnds, ticksWithRoom } from './axis-ends.ts';

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

describe('an axis that ends at no round number', () => {
  const upright = (low: number, high: number) =>
    ticksToEnds([low, high], { most: 5, pixels: 190, widthOf: () => 11 });

  test.each([
    // A tick within half a step of the end gives way to it.
    [0, 11, [0, 2, 4, 6, 8, 11]],
    [-13, 0, [-13, -10, -8, -6, -4, -2, 0]],
    [-0.2, 1, [-0.2, 0, 0.2, 0.4, 0.6, 0.8, 1]],
    [0, 10, [0, 2, 4, 6, 8, 10]],
  ])('from %d to %d has labels at its ends and at round numbers away from them', (low, high, expected) => {
    expect(upright(low, high)).toEqual(expected);
  });

  test('no two labels touch, whatever the numbers and the room', () => {
    const any = fc.double({ min: -1000, max: 1000, noNaN: true });
    fc.assert(
      fc.property(any, any, fc.integer({ min: 40, max: 800 }), (one, other, pixels) => {
        const [low, high] = [Math.min(one, other), Math.max(one, other)];
        fc.pre(high - low > 1e-3);
        const found = ticksToEnds([low, high], { most: 6, pixels, widthOf: () => 14 });
        expect([found[0], found.at(-1)]).toEqual([low, high]);
        const gaps = found.slice(1).map((tick, at) => (pixels * (tick - (found[at] ?? low))) / (high - low));
        for (const gap of gaps) expect(gap).toBeGreaterThanOrEqual(found.length === 2 ? 0 : 22 - 1e-6);
      }),
    );
  });

  test('layers are whole numbers, the last one among them', () => {
    expect(layerTicks(0, 300)).toEqual([0]);
    expect(layerTicks(2, 300)).toEqual([0, 1, 2]);
    expect(layerTicks(29, 300)).toEqual([0, 5, 10, 15, 20, 25, 29]);
  });

  test('ECharts has its lines where the labels are', () => {
    expect(atTicks([0, 3], { color: 'red' })).toEqual({
      axisTick: { show: false, customValues: [0, 3] },
      axisLabel: { color: 'red', customValues: [0, 3] },
    });
  });
});
