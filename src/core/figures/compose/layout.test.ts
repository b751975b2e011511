import { expect, test } from 'vitest';
import { columnsWidth, composedLayout, JOURNAL_WIDTHS, labelPoints, type PanelSize } from './layout.ts';

const panel = (width: number, height: number, span = 1): PanelSize => ({ width, height, span });
const noTitle = () => 0;

test('the widths are those of a journal, in pixels of CSS', () => {
  for (const width of JOURNAL_WIDTHS)
    expect(composedLayout([panel(10, 10)], { columns: 1, width }, noTitle).width).toBeCloseTo(
      (width / 25.4) * 96,
    );
});

test('what is too wide is made smaller, by as much as it takes; what fits stays as it is', () => {
  const grid = { columns: 2, width: 174 };
  const room = columnsWidth(grid, 1);
  const { places, bottom } = composedLayout([panel(2 * room, 100), panel(room / 2, 40)], grid, noTitle);
  expect(places.map(({ scale }) => scale)).toEqual([0.5, 1]);
  expect(bottom).toBeCloseTo(4 + 50);
  expect(labelPoints({ scale: 0.5 })).toBeCloseTo(4.125);
});

test('panels of one kind in a row are made smaller alike', () => {
  const grid = { columns: 3, width: 174 };
  const room = columnsWidth(grid, 1);
  const maps = [
    { ...panel(2 * room, 100), kind: 'pair-map' },
    { ...panel(1.25 * room, 80), kind: 'pair-map' },
    { ...panel(1.25 * room, 80), kind: 'head-grid' },
  ];
  const { places } = composedLayout(maps, grid, noTitle);
  expect(places.map(({ scale }) => scale)).toEqual([0.5, 0.5, 0.8]);
});

test('panels go from left to right, and to the next row where they do not fit; drawings of a row begin on one line', () => {
  const grid = { columns: 3, width: 174 };
  const titles = [15, 30, 15, 15];
  const { places } = composedLayout(
    [panel(50, 20), panel(50, 60), panel(50, 10, 2), panel(50, 10, 3)],
    grid,
    (index) => titles[index] ?? 0,
  );
  const [a, b, c, d] = places as [(typeof places)[0], ...typeof places];
  expect([a.top, b?.top]).toEqual([4, 4]);
  expect(a.drawingTop).toBe(b?.drawingTop);
  expect(a.drawingTop).toBe(34);
  // The third does not fit beside them, and the fourth takes a row of its own.
  expect(c?.left).toBe(a.left);
  expect(c?.top).toBe(34 + 60 + 18);
  expect(d?.top).toBeGreaterThan(c?.top ?? 0);
  expect(b?.left).toBeCloseTo(4 + columnsWidth(grid, 1) + 16);
});

test('nothing overlaps, nothing goes beyond the width, whatever the panels', () => {
  for (const columns of [1, 2, 3, 4])
    for (const width of JOURNAL_WIDTHS) {
      const panels = Array.from({ length: 9 }, (_, at) =>
        panel(60 + 90 * at, 50 + 31 * at, 1 + (at % columns)),
      );
      const layout = composedLayout(panels, { columns, width }, () => 15);
      const boxes = layout.places.map(({ left, top, drawingTop, scale }, at) => ({
        left,
        top,
        right: left + scale * (panels[at]?.width ?? 0),
        bottom: drawingTop + scale * (panels[at]?.height ?? 0),
      }));
      for (const [at, one] of boxes.entries()) {
        expect(one.right).toBeLessThanOrEqual(layout.width);
        expect(one.bottom).toBeLessThanOrEqual(layout.bottom + 1e-9);
        for (const other of boxes.slice(at + 1))
          expect(
            one.right <= other.left ||
              other.right <= one.left ||
              one.bottom <= other.top ||
              other.bottom <= one.top,
          ).toBe(true);
      }
    }
});
