import { describe, expect, it } from 'vitest';
import { fitted, placeOf } from '../../../core/figures/point-cloud.ts';
import { pointAt, pointsIn, zoomed } from './cloud.ts';

// Corners of a square of side 2 about (1, 1).
const POINTS = Float32Array.of(0, 0, 2, 0, 0, 2, 2, 2);
const SIZE = { width: 228, height: 128 };

describe('a cloud of points', () => {
  const view = fitted(POINTS, SIZE);

  it('fits its canvas, y upward, in the middle', () => {
    expect(view.scale).toBe(50);
    expect(placeOf(POINTS, 0, view)).toEqual([64, 114]);
    expect(placeOf(POINTS, 3, view)).toEqual([164, 14]);
  });

  it('stays under the pointer while it is zoomed', () => {
    const [x, y] = placeOf(POINTS, 3, view);
    const closer = zoomed(view, 4, x, y);
    expect(placeOf(POINTS, 3, closer)).toEqual([x, y]);
    expect(placeOf(POINTS, 2, closer)[0]).toBe(x - 400);
  });

  it('knows the point under the pointer', () => {
    expect(pointAt(POINTS, view, 160, 20)).toBe(3);
    expect(pointAt(POINTS, view, 114, 64)).toBeNull();
  });

  it('knows the points in a lasso, and that there may be none', () => {
    // Round the two on the left.
    expect(pointsIn(POINTS, view, [50, 0, 100, 0, 100, 128, 50, 128])).toEqual([0, 2]);
    expect(pointsIn(POINTS, view, [100, 40, 120, 40, 110, 70])).toEqual([]);
    expect(pointsIn(POINTS, view, [50, 0, 100, 0])).toEqual([]);
  });
});
