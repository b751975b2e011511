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

/** Intervals may reach past the dots by this share of their range before they are cut off. */
const REACH = 0.5;
/** px between the labels of two ticks. */
const LABEL_GAP = 8;

/**
 * Holds every dot, and intervals as far as they do not squeeze the dots together. Values that are all positive and not
 * all alike start at 0.
 * @param hasZero whether 0 is on it in any case
 */
export function forestAxis(marks: readonly ForestMarks[], hasZero: boolean): ForestAxis {
  const dots = marks.flatMap(({ set, control }) => [set, control].filter((value) => value !== null));
  const [least = 0, most = 1] = extent(dots);
  const span = most - least || Math.abs(most) || 1;
  const ends = marks.flatMap(({ interval }) => interval ?? []);
  const low = Math.max(least - REACH * span, Math.min(least, ...ends));
  const high = Math.min(most + REACH * span, Math.max(most, ...ends));
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

/** Of the ticks those whose labels stand apart, 0 first, then from the left. @param room px of the axis; @param widthOf px of a label */
export function labelledTicks(axis: ForestAxis, room: number, widthOf: (tick: number) => number): number[] {
  const kept: number[] = [];
  const isApart = (tick: number) =>
    kept.every(
      (other) =>
        (Math.abs(alongAxis(axis, tick) - alongAxis(axis, other)) / 100) * room >=
        (widthOf(tick) + widthOf(other)) / 2 + LABEL_GAP,
    );
  const zeroFirst = axis.ticks.toSorted((a, b) => Number(b === 0) - Number(a === 0) || a - b);
  for (const tick of zeroFirst) if (isApart(tick)) kept.push(tick);
  return kept.toSorted((a, b) => a - b);
}

/** The value, or the end of the axis that it lies beyond. */
export function inAxis({ low, high }: ForestAxis, value: number): number {
  return Math.min(high, Math.max(low, value));
}
