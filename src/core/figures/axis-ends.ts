import { ticks } from 'd3-array';

/** px between the labels of two ticks. */
const BETWEEN = 8;

/**
 * Round numbers of an axis from left to right, as many as have room: the last label may stand before its place by half of its width.
 * @param most of them, about
 * @param widthOf px of a label
 */
export function ticksWithRoom(
  [low, high]: readonly [number, number],
  most: number,
  pixels: number,
  widthOf: (tick: number) => number,
): number[] {
  for (let count = most; count > 1; count--) {
    const found = ticks(low, high, count);
    const widest = Math.max(0, ...found.map(widthOf));
    const apart = (pixels * ((found[1] ?? high) - (found[0] ?? low))) / (high - low);
    if (apart >= 1.5 * widest + BETWEEN) return found;
  }
  return ticks(low, high, 1);
}

/** The ends of an axis whose values are all the same: from 0 to twice the value, so that it stands in the middle. */
export function endsAround(value: number): readonly [number, number] {
  if (value === 0) return [0, 1];
  return value > 0 ? [0, 2 * value] : [2 * value, 0];
}
