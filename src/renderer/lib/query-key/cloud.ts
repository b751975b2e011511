/** Points on a canvas: which is under the pointer, which are in a lasso, and how they are drawn. */
import {
  type CloudSize,
  type CloudView,
  type Colouring,
  placeOf,
  pointSize,
} from '../../../core/figures/point-cloud.ts';

export function zoomed({ scale, left, top }: CloudView, by: number, x: number, y: number): CloudView {
  return { scale: scale * by, left: x - (x - left) * by, top: y - (y - top) * by };
}

/** The nearest point within `reach` px; null where there is none. */
export function pointAt(
  points: Float32Array,
  view: CloudView,
  x: number,
  y: number,
  reach = 9,
): number | null {
  let nearest: number | null = null;
  let least = reach * reach;
  for (let point = 0; point < points.length / 2; point++) {
    const [px, py] = placeOf(points, point, view);
    const square = (px - x) ** 2 + (py - y) ** 2;
    if (square <= least) {
      least = square;
      nearest = point;
    }
  }
  return nearest;
}

/** A polygon, closed by itself: x and y in turns, px. */
export type Lasso = readonly number[];

/** The corners of a line as values of the plane. */
export function onPlane(line: Lasso, { scale, left, top }: CloudView): number[] {
  return line.map((px, at) => (at % 2 === 0 ? (px - left) / scale : (top - px) / scale));
}

/** The px of corners that are values of the plane. */
export function inView(corners: readonly number[], { scale, left, top }: CloudView): number[] {
  return corners.map((value, at) => (at % 2 === 0 ? left + scale * value : top - scale * value));
}

const UNIT: CloudView = { scale: 1, left: 0, top: 0 };

/** Those within corners that are values of the plane. */
export function pointsWithin(points: Float32Array, corners: readonly number[]): number[] {
  return pointsIn(points, UNIT, inView(corners, UNIT));
}

export function pointsIn(points: Float32Array, view: CloudView, lasso: Lasso): number[] {
  const inside: number[] = [];
  if (lasso.length < 6) return inside;
  for (let point = 0; point < points.length / 2; point++) {
    const [x, y] = placeOf(points, point, view);
    if (isInside(lasso, x, y)) inside.push(point);
  }
  return inside;
}

/** By how often a ray to the right crosses the edge. */
function isInside(lasso: Lasso, x: number, y: number): boolean {
  let inside = false;
  for (let at = 0, before = lasso.length - 2; at < lasso.length; before = at, at += 2) {
    const [ax = 0, ay = 0] = [lasso[at], lasso[at + 1]];
    const [bx = 0, by = 0] = [lasso[before], lasso[before + 1]];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}

export interface CloudDrawing {
  readonly points: Float32Array;
  readonly colouring: Colouring;
  /** [point] drawn with a ring; null: none is looked for. */
  readonly marked: Uint8Array | null;
  /** Colour of rings. */
  readonly ink: string;
  /** Points that are squares, the first of all; half of them, which are queries, unless told. */
  readonly squares?: number;
}

/** Queries are squares, keys are crosses: what they are is not told by colour alone. */
export function drawCloud(
  context: CanvasRenderingContext2D,
  { points, colouring, marked, ink, squares }: CloudDrawing,
  view: CloudView,
  { width, height }: CloudSize,
): void {
  const count = points.length / 2;
  const queries = squares ?? count / 2;
  const size = pointSize(count);
  context.globalAlpha = marked === null ? 0.75 : 0.25;
  for (const [colour, fill] of colouring.palette.entries()) {
    context.fillStyle = fill;
    for (let point = 0; point < count; point++) {
      if (colouring.ofPoint[point] !== colour) continue;
      const [x, y] = placeOf(points, point, view);
      if (x < -size || y < -size || x > width + size || y > height + size) continue;
      if (point < queries) context.fillRect(x - size / 2, y - size / 2, size, size);
      else {
        context.fillRect(x - size / 2 - 0.5, y - 0.5, size + 1, 1);
        context.fillRect(x - 0.5, y - size / 2 - 0.5, 1, size + 1);
      }
    }
  }
  context.globalAlpha = 1;
  if (marked === null) return;
  context.strokeStyle = ink;
  context.lineWidth = 1.25;
  for (let point = 0; point < count; point++) {
    if (marked[point] !== 1) continue;
    const [x, y] = placeOf(points, point, view);
    if (point < queries) context.strokeRect(x - 3.5, y - 3.5, 7, 7);
    else {
      context.beginPath();
      context.arc(x, y, 4, 0, 2 * Math.PI);
      context.stroke();
    }
  }
}
