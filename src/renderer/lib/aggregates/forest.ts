/** The axis of a forest plot: set over control of every head on one scale. */
import { extent, nice, ticks } from 'd3-array';
import { endsAround } from '../../../core/figures/axis-ends.ts';
import type { AggregateRow } from '../../../shared/entities.ts';

export interface ForestAxis {
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly number[];
}

/** What is drawn of a head; null: undefined. */
export interface ForestMarks {
  /** Of the set: the control and the difference together, or the mean where nothing is compared. */
  readonly set: number | null;
  readonly control: number | null;
  /** The 95 % interval of the difference, drawn from the control: where it holds the control's mark, it holds 0. */
  readonly interval: readonly [number, number] | null;
}

export function forestMarks(row: AggregateRow): ForestMarks {
  const { control_mean: control, difference, difference_ci_low: low, difference_ci_high: high } = row;
  if (row.comparison === 'none')
    return {
      set: row.mean,
      control: null,
      interval: row.ci_low === null || row.ci_high === null ? null : [row.ci_low, row.ci_high],
    };
  if (control === null || difference === null) return { set: row.mean, control, interval: null };
  return {
    set: control + difference,
    control,
    interval: low === null || high === null ? null : [control + low, control + high],
  };
}

/** Intervals may reach past the dots by this share of their range before they are cut off. */
const REACH = 0.5;

/**
 * Holds every dot, and intervals as far as they do not squeeze the dots together. Values that are all positive and not
 * all alike start at 0.
 */
export function forestAxis(rows: readonly AggregateRow[], hasZero: boolean): ForestAxis {
  const marks = rows.map(forestMarks);
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
