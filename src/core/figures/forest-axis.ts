/** The axis of a forest plot: set over control of every head on one scale. */
import { ascending, extent, nice, ticks, tickStep } from 'd3-array';
import { endsAround } from './axis-ends.ts';
import type { AxisShape } from './axes.ts';
import { rootTicksBeside, roundSizes, SCALES } from './scatter-axes.ts';

export interface ForestAxis {
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly number[];
  /** How numbers lie along it; linear without it. */
  readonly shape?: AxisShape | undefined;
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

/** Intervals squeeze the dots together where they make the axis more than so many times as long as these need. */
const SQUEEZED = 10;
/** Unless about half of the intervals are at least this share of it: it is they that are read then. */
const READABLE = 0.05;
/** Where they would, intervals reach past the dots by so many times their range, and end in arrows. */
const REACH = 1;
/** px between the labels of two ticks. */
const LABEL_GAP = 8;

/**
 * Holds every dot and every interval, unless a few of these are so long that nothing else could be read. Values that are all positive and not
 * all alike start at 0.
 * @param hasZero whether 0 is on it in any case
 * @param colours ends of the colours of these numbers on a map beside it: those of the axis, too, where they hold what it has to
 * @param shape by roots 0 is on it in any case
 */
export function forestAxis(
  marks: readonly ForestMarks[],
  hasZero: boolean,
  colours?: readonly [number, number],
  shape: AxisShape = 'linear',
): ForestAxis {
  const axis = linearAxis(marks, hasZero || shape === 'root', colours);
  return shape === 'linear' ? axis : byRoots(axis, heldRange(marks));
}

/** Steps of an axis, about: its ends are made round by as many as its ticks are, so that it ends with ticks. */
const NICE = 4;

function linearAxis(
  marks: readonly ForestMarks[],
  hasZero: boolean,
  colours: readonly [number, number] | undefined,
): ForestAxis {
  const [low, high] = heldRange(marks);
  const shared = colours === undefined ? null : axisOfColours(colours, [low, high]);
  if (shared !== null) return shared;
  const [from, to] = nice(
    hasZero || (low >= 0 && low < high / 2) ? Math.min(0, low) : low,
    hasZero ? Math.max(0, high) : high,
    NICE,
  );
  const [start, end] = from < to ? [from, to] : endsAround(from);
  return { low: start, high: end, ticks: ticks(start, end, NICE) };
}

/** px of an axis for which lines are laid out, and px between two: labels have less room, or more. */
const LINES = { pixels: 360, apart: 22 } as const;

/**
 * The same axis by square roots. It keeps the end that is farther from 0; at the other it ends with the first round number that
 * holds what lies there, which roots would spread over much of it.
 */
function byRoots({ low, high }: ForestAxis, [least, most]: readonly [number, number]): ForestAxis {
  const nearer = (end: number, held: number): number =>
    roundSizes(end).findLast((size) => size >= held && size <= end) ?? end;
  const isUp = high >= -low;
  const from = isUp && low < 0 ? -nearer(-low, Math.max(0, -least)) : low;
  const to = !isUp && high > 0 ? nearer(high, Math.max(0, most)) : high;
  const { to: place } = SCALES.root;
  const given = [...new Set([from, 0, to])].filter((tick) => tick >= from && tick <= to);
  return {
    low: from,
    high: to,
    ticks: rootTicksBeside(given, [place(from), place(to)], LINES.pixels, LINES.apart),
    shape: 'root',
  };
}

/** From the lowest to the highest of what the axis holds: each dot, and the intervals unless they are too long. */
export function heldRange(marks: readonly ForestMarks[]): [low: number, high: number] {
  const dots = marks.flatMap(({ set, control }) => [set, control].filter((value) => value !== null));
  const [least = 0, most = 1] = extent(dots);
  // Of dots that are all in one place nothing is squeezed.
  const span = most - least || Infinity;
  const intervals = marks.flatMap(({ interval, controlInterval }) =>
    [interval, controlInterval].filter((one) => one !== null),
  );
  const ends = intervals.flat();
  const [first, last] = [Math.min(least, ...ends), Math.max(most, ...ends)];
  const isReadable = last - first <= SQUEEZED * span || middleLength(intervals) >= READABLE * (last - first);
  return [
    isReadable ? first : Math.max(least - REACH * span, first),
    isReadable ? last : Math.min(most + REACH * span, last),
  ];
}

/** Steps from 0 to an end, about; round ends have up to two more. */
const TICKS = 5;
const MOST_TICKS = 7;

/**
 * An axis that ends where colours do. Of those about 0 it ends with them at the side that reaches farther, and at the other with the
 * first tick that holds what lies there: an empty half would say nothing. null where the colours end before the range does.
 */
function axisOfColours(
  [from, to]: readonly [number, number],
  [low, high]: readonly [number, number],
): ForestAxis | null {
  if (high > to || (from !== 0 && low < from)) return null;
  if (from > 0 || to < 0) return { low: from, high: to, ticks: ticks(from, to, TICKS) };
  const far = Math.max(-from, to);
  const step = stepThatEnds(far);
  const ticksTo = (end: number): number => Math.ceil(round(end / step));
  const isUp = to > 0 && (from === 0 || high >= -low);
  const below = isUp ? ticksTo(Math.max(0, -low)) : ticksTo(far);
  const above = isUp ? ticksTo(far) : ticksTo(Math.max(0, high));
  const all = Array.from({ length: below + above + 1 }, (_, at) => round((at - below) * step));
  return { low: all[0] ?? from, high: all.at(-1) ?? to, ticks: all };
}

/** The step of round ticks from 0 of which the last is the end; the end itself where there is none. */
function stepThatEnds(end: number): number {
  for (let count = TICKS; count > 1; count--) {
    const step = tickStep(0, end, count);
    const steps = Math.round(end / step);
    if (steps <= MOST_TICKS && Math.abs(steps * step - end) < 1e-6 * end) return step;
  }
  return end;
}

/** Without what a float adds: 0.3, not 0.30000000000000004. */
function round(value: number): number {
  return Number(value.toPrecision(12));
}

/** Of two in the middle the shorter: one long interval among two is no half of them. */
function middleLength(intervals: readonly (readonly [number, number])[]): number {
  const lengths = intervals.map(([from, to]) => to - from).toSorted(ascending);
  return lengths[(lengths.length - 1) >> 1] ?? 0;
}

/** In percent of the axis, from the left; ends of intervals may lie outside. */
export function alongAxis({ low, high, shape = 'linear' }: ForestAxis, value: number): number {
  const { to } = SCALES[shape];
  return (100 * (to(value) - to(low))) / (to(high) - to(low));
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
 * Of the ticks those whose labels stand apart: all, every other one, and so on, counted from 0. The one farthest from 0 stays, which is
 * where the axis ends: steps that come to it are taken first, and where those leave no more than two, others of which the last gives way to it.
 * @param room px of the axis @param widthOf px of a label
 */
export function labelledTicks(axis: ForestAxis, room: number, widthOf: (tick: number) => number): number[] {
  const areApart = (tick: number, next: number): boolean =>
    (Math.abs(alongAxis(axis, next) - alongAxis(axis, tick)) / 100) * room >=
    (widthOf(tick) + widthOf(next)) / 2 + LABEL_GAP;
  if (axis.shape === 'root') return farthestFirst(axis, areApart);
  const zero = Math.max(0, axis.ticks.indexOf(0));
  const isRoomy = (some: readonly number[]) =>
    some.every((tick, index) => {
      const next = some[index + 1];
      return next === undefined || areApart(tick, next);
    });
  const farthest = Math.max(zero, axis.ticks.length - 1 - zero);
  const steps = Array.from({ length: farthest }, (_, at) => at + 1);
  const multiples = (every: number) => axis.ticks.filter((_, index) => (index - zero) % every === 0);
  const even = steps
    .filter((every) => farthest % every === 0)
    .map(multiples)
    .find(isRoomy);
  if (even !== undefined && even.length > 2) return even;
  const uneven = steps.map((every) => withEnds(multiples(every), axis.ticks, areApart)).find(isRoomy);
  return uneven !== undefined && uneven.length > (even?.length ?? 0)
    ? uneven
    : (even ?? axis.ticks.slice(zero, zero + 1));
}

/** With the first and the last tick of the axis in the place of what stands too near to them; 0 gives way to neither. */
function withEnds(
  kept: readonly number[],
  ticks: readonly number[],
  areApart: (tick: number, next: number) => boolean,
): number[] {
  const [first, last] = [ticks.at(0), ticks.at(-1)];
  const within = kept.filter(
    (tick) =>
      tick === 0 ||
      ((first === undefined || tick === first || areApart(first, tick)) &&
        (last === undefined || tick === last || areApart(tick, last))),
  );
  const ends = [first, last].filter(
    (end) =>
      end !== undefined && (within.includes(end) || !within.includes(0) || apartFromZero(end, areApart)),
  );
  return [...new Set([...within, ...ends])].filter((tick) => tick !== undefined).toSorted(ascending);
}

function apartFromZero(end: number, areApart: (tick: number, next: number) => boolean): boolean {
  return end < 0 ? areApart(end, 0) : areApart(0, end);
}

/** By roots ticks are at no even steps: 0 stays, and of the others each that stands apart from those farther from 0. */
function farthestFirst(
  { ticks: all }: ForestAxis,
  areApart: (tick: number, next: number) => boolean,
): number[] {
  const kept: number[] = all.filter((tick) => tick === 0);
  for (const tick of all.toSorted((one, other) => Math.abs(other) - Math.abs(one)))
    if (kept.every((other) => other !== tick && areApart(tick, other))) kept.push(tick);
  return kept.toSorted(ascending);
}

/** Whether an interval reaches beyond the axis. */
export function isCut(axis: ForestAxis, { interval, controlInterval }: ForestMarks): boolean {
  return [interval, controlInterval].some((one) => one?.some((end) => inAxis(axis, end) !== end));
}

/** What an arrow at the end of an axis says. */
export const CUT_WORDS = 'An arrow: the interval reaches beyond the axis.';

/** The value, or the end of the axis that it lies beyond. */
export function inAxis({ low, high }: ForestAxis, value: number): number {
  return Math.min(high, Math.max(low, value));
}
