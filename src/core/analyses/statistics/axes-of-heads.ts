/** How the numbers of heads lie along the colours of their map and along the axes beside it: one choice for all of them. */
import { z } from 'zod';
import { AXES, type Axes, type AxisShape } from '../../figures/axes.ts';
import { chosenAxes } from '../../figures/scatter-axes.ts';
import type { GridStatistic } from './grid-statistics.ts';
import type { StatisticsRow } from './rows.ts';

/** In the names of these figures. Those that were saved before say nothing of it. */
export const axesField = z
  .enum(AXES)
  .optional()
  .describe(
    'linear (without it, too); root: square roots both ways; auto: root where a few heads would leave the others in a heap',
  );

/** So many heads are enough to speak of most of them. */
const FEWEST = 10;
/** Of the scale: within so much of its end most heads lie where few use the rest. */
const NARROW = 0.1;
const MOST = 0.9;

/**
 * Whether linear colours say little of most heads: nine in ten lie within a tenth of the scale, so that a few use the rest of it.
 * @param domain ends of the colours; of those that do not begin at 0 roots would spread nothing
 */
export function isCrowded(
  rows: readonly StatisticsRow[],
  statistic: GridStatistic,
  [low, high]: readonly [number, number],
): boolean {
  const sizes = rows
    .flatMap((row) => row[statistic] ?? [])
    .map(Math.abs)
    .sort((one, other) => one - other);
  const size = sizes[Math.ceil(MOST * sizes.length) - 1];
  if (size === undefined || sizes.length < FEWEST || low > 0 || high < 0) return false;
  return size > 0 && size < NARROW * Math.max(-low, high);
}

/** What is said of that, beside a way to the root scale. */
export const CROWDED_WORDS = 'Nine heads in ten lie within a tenth of the scale.';

/** @param rows all that are shown together: map, ranking and boxes ask of the same, and have one answer */
export function shapeOf(
  axes: Axes | undefined,
  rows: readonly StatisticsRow[],
  statistic: GridStatistic,
): AxisShape {
  return chosenAxes(axes ?? 'linear', [rows.map((row) => row[statistic]).filter((value) => value !== null)]);
}
