import { expect, test } from 'vitest';
import { headGridLayout } from '../../../core/figures/head-grid.ts';
import { AROUND_CELLS, CARD_GAP, groupPlotHeight, LEAST_CARD } from './groups-layout.ts';

test('cards are as high as lets all of them stand in the window', () => {
  // 1512 px: six cards side by side, ten in two rows.
  const height = 720;
  const plot = groupPlotHeight(10, { width: 1512, height }, 0);
  expect(2 * (plot + AROUND_CELLS) + CARD_GAP).toBeLessThanOrEqual(height);
  expect(2 * (plot + 2 + AROUND_CELLS) + CARD_GAP).toBeGreaterThan(height);
  // A line of words under the colours of each takes its height from the cells.
  expect(groupPlotHeight(10, { width: 1512, height }, 2)).toBe(plot - 32);
});

test('few cards are no higher than one alone, and many no lower than colours are seen', () => {
  expect(groupPlotHeight(2, { width: 1512, height: 880 }, 0)).toBe(300);
  const least = groupPlotHeight(60, { width: 872, height: 600 }, 0);
  expect(least).toBe(116);
  expect(headGridLayout(30, 9, { plotHeight: least }).cell.height).toBe(4);
});

test('a window of 1280 px has four cards of twelve heads side by side', () => {
  const card = headGridLayout(30, 12, { plotWidth: 100 }).width;
  expect(card).toBeLessThanOrEqual(LEAST_CARD - 18);
  expect(4 * LEAST_CARD + 3 * CARD_GAP).toBeLessThanOrEqual(872);
});
