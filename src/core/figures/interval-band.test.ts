import { expect, test } from 'vitest';
import { intervalBand } from './interval-band.ts';

const curve = { at: [1, 3], mean: [2, null], low: [1, null], high: [4, null] };
const look = { color: '#000', stack: 'one' };
const dataOf = (series: ReturnType<typeof intervalBand>) => series.map(({ data }) => data);

test('the band stands on its lower end, and the line lies over it', () => {
  expect(dataOf(intervalBand(curve, look))).toEqual([
    [
      [1, 1],
      [3, null],
    ],
    [
      [1, 3],
      [3, null],
    ],
    [
      [1, 2],
      [3, null],
    ],
  ]);
});

test('below 0 it hangs from its higher end', () => {
  const below = { at: [0], mean: [-2], low: [-4], high: [-1] };
  expect(dataOf(intervalBand(below, { ...look, isBelow: true }))).toEqual([[[0, -1]], [[0, -3]], [[0, -2]]]);
});

test('without an interval there is a line alone', () => {
  expect(intervalBand({ ...curve, low: null, high: null }, { ...look, hasDots: true })).toMatchObject([
    { symbol: 'circle', lineStyle: { color: '#000', width: 1.5 } },
  ]);
});
