/** The axis of a forest plot: set over control of every head on one scale. */
import { extent, nice, ticks } from 'd3-array';
import { endsAround } from './axis-ends.ts';

export interface ForestAxis {
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly number[];
}

/** What is drawn of a head; null: undefined. */
export interface ForestMarks {
  /** Of the set. */
  readonly set: number | null;
  /** The 95 % interval that is drawn through it. */
  readonly interval: readonly [number, number] | null;
  readonly control: number | null;
  /** The control's own; null where the interval of the set is that of the difference, or there is no control. */
  readonly controlInterval: readonly [number, number] | null;
}

/** The dots take this share of the axis at least; where intervals would leave them less, these are cut off at both ends alike. */
const LEAST_OF_DOTS = 0.25;
/** px between the labels of two ticks. */
const LABEL_GAP = 8;

/**
 * Holds every dot, and whole intervals as long as they do not squeeze the dots together. Values that are all positive and not
 * all alike start at 0.
 * @param hasZero whether 0 is on it in any case
 */
export function forestAxis(marks: readonly ForestMarks[], hasZero: boolean): ForestAxis {
  const dots = marks.flatMap(({ set, control }) => [set, control].filter((value) => value !== null));
  const [least = 0, most = 1] = extent(dots);
  const ends = marks.flatMap(({ interval, controlInterval }) => [
    ...(interval ?? []),
    ...(controlInterval ?? []),
  ]);
  // Of dots that are all in one place nothing is squeezed.
  const span = most - least || Infinity;
  const reach = (span / LEAST_OF_DOTS - span) / 2 || Infinity;
  const low = Math.max(least - reach, Math.min(least, ...ends));
  const high = Math.min(most + reach, Math.max(most, ...ends));
  const [from, to] = nice(
    hasZero || (low >= 0 && low < high / 2) ? Math.min(0, low) : low,
    hasZero ? Math.max(0, high) : high,
    4,
  );
  const [start, end] = from < to ? [from, to] : endsAround(from);
  return { low: start, high: end, ticks: ticks(start, end, 3) };
}

/** In percent of the axis, from the left; ends of intervals may lie outside. */
export function alongAxis({ low, high }: ForestAxis, value: number): number {
  return (100 * (value - low)) / (high - low);
}

/** Where set and control stand in a row, px from its top: in its middle, and on both sides of it where there are both. */
export function lanePlaces(
  height: number,
  hasControl: boolean,
): { readonly set: number; readonly control: number } {
  const middle = height / 2;
  return hasControl
    ? { set: middle - BESIDE_MIDDLE, control: middle + BESIDE_MIDDLE }
    : { set: middle, control: middle };
}

const BESIDE_MIDDLE = 3.5;

/**
 * Of the ticks those whose labels stand apart: all, every other one, and so on, counted from 0, so that what is left is even.
 * @param room px of the axis @param widthOf px of a label
 */
export function labelledTicks(axis: ForestAxis, room: number, widthOf: (tick: number) => number): number[] {
  const zero = Math.max(0, axis.ticks.indexOf(0));
  const isRoomy = (some: readonly number[]) =>
    some.every((tick, index) => {
      const next = some[index + 1];
      if (next === undefined) return true;
      const apart = ((alongAxis(axis, next) - alongAxis(axis, tick)) / 100) * room;
      return apart >= (widthOf(tick) + widthOf(next)) / 2 + LABEL_GAP;
    });
  for (let every = 1; every < axis.ticks.length; every++) {
    const kept = axis.ticks.filter((_, index) => (index - zero) % every === 0);
    if (isRoomy(kept)) return kept;
  }
  return axis.ticks.slice(zero, zero + 1);
}

/** The value, or the end of the axis that it lies beyond. */
export function inAxis({ low, high }: ForestAxis, value: number): number {
  return Math.min(high, Math.max(low, value));
}
