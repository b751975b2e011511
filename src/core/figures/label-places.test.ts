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

test('a name that would stand at the dot of another is sent elsewhere, or left out', () => {
  // To the right of both both names would be as near to the other dot, 8 px away, as to their own.
  expect(placeLabels([dot(20, 40), dot(20, 48)], within)).toEqual([
    { dot: 0, left: 24.2, middle: 30 },
    { dot: 1, left: 24.2, middle: 58 },
  ]);
  // Over and under it others are nearer.
  expect(placeLabels([dot(20, 40), dot(20, 48, null), dot(20, 32, null)], within)).toEqual([]);
  // Of two in one place neither has a name.
  expect(placeLabels([dot(20, 40), dot(20, 40)], within)).toEqual([]);
});

test('no name stands before or after another dot on its line, as if it were that one’s', () => {
  // As in the scatter of induction: the line of L1 H3 is taken by the name of L1 H0, and under it is the line of L1 H2.
  const [first, third, second] = [dot(20, 28), dot(20, 40), dot(11, 52, null)];
  expect(placeLabels([first, third, second], within).map((place) => place.dot)).toEqual([0, 1]);
  const close = dot(20, 39);
  expect(placeLabels([first, close, second], within).map((place) => place.dot)).toEqual([0]);
  // Far enough from it nobody reads them together.
  expect(placeLabels([first, close, { ...second, x: 190 }], within)[1]).toEqual({
    dot: 1,
    left: 24.2,
    middle: 49,
  });
});

/** px between a name of 40 and a dot's edge. */
function gap(
  place: { readonly left: number; readonly middle: number },
  { x, y, radius }: LabelledDot,
): number {
  const across = Math.max(place.left - x, 0, x - place.left - 40);
  const down = Math.max(Math.abs(y - place.middle) - 6, 0);
  return Math.hypot(across, down) - radius;
}

test('no two names touch, none lies on a dot or leaves its frame, and each is nearest to its own dot', () => {
  const any = fc.record({
    x: fc.double({ min: 0, max: 200, noNaN: true }),
    y: fc.double({ min: 0, max: 100, noNaN: true }),
  });
  fc.assert(
    fc.property(fc.array(any, { maxLength: 40 }), (points) => {
      const dots = points.map(({ x, y }) => dot(x, y));
      const places = placeLabels(dots, within);
      for (const [index, a] of places.entries()) {
        expect(a.left).toBeGreaterThanOrEqual(0);
        expect(a.left + 40).toBeLessThanOrEqual(200);
        dots.forEach((other, at) => {
          if (at === a.dot) return;
          expect(gap(a, other)).toBeGreaterThanOrEqual(0);
          expect(gap(a, other)).toBeGreaterThan(gap(a, dots[a.dot] ?? other));
        });
        for (const b of places.slice(0, index))
          expect(Math.abs(a.left - b.left) >= 46 || Math.abs(a.middle - b.middle) >= 12).toBe(true);
      }
    }),
  );
});
