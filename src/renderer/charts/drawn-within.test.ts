import { expect, test } from 'vitest';
import { headGridLayout } from '../../core/figures/head-grid.ts';
import { drawnWithin } from './drawn-within.ts';

const plain = (plotWidth: number) => ({ width: 62 + plotWidth });
const ofHeads = (plotWidth: number) => headGridLayout(6, 12, { plotWidth });

test('a figure that has room is as wide as is wanted', () => {
  expect(drawnWithin(400, 258, plain)).toEqual({ figure: { width: 320 }, plotWidth: 258 });
});

test('before the room is measured a figure is as wide as is wanted', () => {
  expect(drawnWithin(0, 258, plain).plotWidth).toBe(258);
});

test('one that is wider takes the room there is, in whole pixels', () => {
  expect(drawnWithin(270.4, 258, plain)).toEqual({ figure: { width: 270 }, plotWidth: 208 });
});

test.each([299, 298, 290, 261, 214])('cells of heads have room in %i px', (room) => {
  expect(ofHeads(264).width).toBe(300);
  const { figure, plotWidth } = drawnWithin(room, 264, ofHeads);
  expect(figure.width).toBeLessThanOrEqual(room);
  // No narrower than its cells of whole pixels ask for.
  expect(figure.width).toBeGreaterThan(room - 24);
  expect(figure.plot.width).toBeLessThanOrEqual(plotWidth);
});

test('what gets no narrower is drawn all the same', () => {
  expect(drawnWithin(100, 258, plain).plotWidth).toBe(80);
});
