import fc from 'fast-check';
import { expect, test } from 'vitest';
import { placeLabels, type LabelledDot } from './label-places.ts';

const within = { left: 0, top: 0, right: 200, bottom: 100 };
const dot = (x: number, y: number, width: number | null = 40): LabelledDot => ({ x, y, radius: 3, width });

test('a name stands to the right of its dot, at an edge to the left', () => {
  expect(placeLabels([dot(100, 50)], within)).toEqual([{ dot: 0, left: 107, middle: 50 }]);
  expect(placeLabels([dot(190, 50)], within)).toEqual([{ dot: 0, left: 143, middle: 50 }]);
});

test('a dot in the way sends a name elsewhere; a name without room is left out', () => {
  expect(placeLabels([dot(100, 50), dot(120, 50, null)], within)).toEqual([{ dot: 0, left: 53, middle: 50 }]);
  const crowd = [-24, -12, 0, 12, 24].flatMap((x) => [-10, 0, 10].map((y) => dot(100 + x, 50 + y, null)));
  expect(placeLabels([dot(100, 50), ...crowd], within)).toEqual([]);
});

test('no two names touch, and none leaves its frame', () => {
  const any = fc.record({
    x: fc.double({ min: 0, max: 200, noNaN: true }),
    y: fc.double({ min: 0, max: 100, noNaN: true }),
  });
  fc.assert(
    fc.property(fc.array(any, { maxLength: 40 }), (points) => {
      const places = placeLabels(
        points.map(({ x, y }) => dot(x, y)),
        within,
      );
      for (const [index, a] of places.entries()) {
        expect(a.left).toBeGreaterThanOrEqual(0);
        expect(a.left + 40).toBeLessThanOrEqual(200);
        for (const b of places.slice(0, index))
          expect(Math.abs(a.left - b.left) >= 46 || Math.abs(a.middle - b.middle) >= 12).toBe(true);
      }
    }),
  );
});
