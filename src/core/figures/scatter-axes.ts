/** Axes through 0 on which numbers lie as they are, or by their square roots either way of it. */
import { extent, ticks } from 'd3-array';
import { endsAround } from './axis-ends.ts';
import type { Axes, AxisShape } from './axes.ts';

export interface Scale {
  /** Of a number its place along the axis, and back. */
  to(this: void, value: number): number;
  from(this: void, place: number): number;
  /** Round numbers between two places, about as many as there is room for. */
  ticks(this: void, low: number, high: number, pixels: number): number[];
}

/** px between two ticks at least. */
const TICK_ROOM = 56;

const root = (value: number): number => Math.sign(value) * Math.sqrt(Math.abs(value));
const square = (place: number): number => Math.sign(place) * place ** 2;

export const SCALES: Readonly<Record<AxisShape, Scale>> = {
  linear: {
    to: (value) => value,
    from: (place) => place,
    ticks: (low, high, pixels) => ticks(low, high, Math.max(2, Math.min(6, pixels / (2 * TICK_ROOM)))),
  },
  root: { to: root, from: square, ticks: rootTicks },
};

/** So many times the ninth decile the largest is at least, where the others lie in a heap. */
const HEAP = 4;

/** Said under what is drawn by roots. */
export const ROOT_WORDS = {
  axes: 'Square roots along both axes.',
  axis: 'Square roots along the axis.',
  colours: 'Colours go by square roots.',
} as const;

/** @param sides the numbers along each axis */
export function chosenAxes(axes: Axes, sides: readonly (readonly number[])[]): AxisShape {
  if (axes !== 'auto') return axes;
  const isHeap = (values: readonly number[]) => {
    const sizes = values.map(Math.abs).sort((a, b) => a - b);
    return (sizes.at(-1) ?? 0) > HEAP * (sizes[Math.floor(0.9 * sizes.length)] ?? Infinity);
  };
  return sides.some(isHeap) ? 'root' : 'linear';
}

/** 0, and 1, 2 and 5 times powers of ten either way of it; of those too near to each other the one that is nearer to 0 goes. */
function rootTicks(low: number, high: number, pixels: number): number[] {
  return rootTicksBeside([0], [low, high], pixels, TICK_ROOM);
}

/**
 * The same beside ticks that are there in any case, and with another room between two.
 * @param ends places
 * @param room px
 */
export function rootTicksBeside(
  given: readonly number[],
  [low, high]: readonly [number, number],
  pixels: number,
  room: number,
): number[] {
  const kept = [...given];
  for (const size of roundSizes(Math.max(square(high), -square(low))))
    for (const tick of [size, -size]) {
      const place = root(tick);
      const apart = (other: number) => (Math.abs(place - root(other)) / (high - low)) * pixels;
      if (place >= low && place <= high && kept.every((other) => apart(other) >= room)) kept.push(tick);
    }
  return kept.toSorted((one, other) => one - other);
}

/** 1, 2 and 5 times powers of ten, the largest first: from the first power that is as large as this down to what no one reads. */
export function roundSizes(far: number): number[] {
  const sizes: number[] = [];
  for (let power = Math.ceil(Math.log10(far)); power > -6; power--)
    for (const step of [5, 2, 1]) sizes.push(Number((step * 10 ** power).toPrecision(1)));
  return sizes;
}

export interface Axis {
  /** Places along the axis. */
  readonly low: number;
  readonly high: number;
  /** Numbers. */
  readonly ticks: readonly number[];
}

/**
 * As far as the values go, 0 among them, with some room at both ends; ticks are round numbers.
 * @param room px at each end that stay free of values
 */
export function axisOf(values: readonly number[], pixels: number, scale: Scale, room = 14): Axis {
  const [least = 0, most = 1] = extent([...values, 0].map((value) => scale.to(value)));
  if (least === most) {
    const [from, to] = endsAround(least);
    return { low: from, high: to, ticks: scale.ticks(from, to, pixels) };
  }
  const free = ((most - least) * room) / Math.max(1, pixels - 2 * room);
  const [low, high] = [least - free, most + free];
  const at = scale.ticks(low, high, pixels).filter((tick) => scale.to(tick) >= low && scale.to(tick) <= high);
  return { low, high, ticks: at };
}
