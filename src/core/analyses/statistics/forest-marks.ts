/** What the forest plot of a run's heads draws of each. */
import type { ForestMarks } from '../../figures/forest-axis.ts';
import type { StatisticsRow } from './rows.ts';

/** A line of its own mean, where heads are listed by their mean. */
export function marksOfMean({
  mean,
  ci_low: low,
  ci_high: high,
  control_mean: control,
}: StatisticsRow): ForestMarks {
  return {
    set: mean,
    control,
    interval: low === null || high === null ? null : [low, high],
    controlInterval: null,
  };
}

/**
 * The difference of set and control with its own interval, against 0; the mean where nothing is compared. Drawn round the set's
 * value, the interval of the difference would seem to lie across numbers that it has nothing to do with.
 */
export function forestMarks(row: StatisticsRow): ForestMarks {
  if (row.comparison === 'none') return marksOfMean({ ...row, control_mean: null });
  return marksOfDifference(row);
}

/** Of set and control. */
export function marksOfDifference({
  difference,
  difference_ci_low: low,
  difference_ci_high: high,
}: StatisticsRow): ForestMarks {
  return {
    set: difference,
    control: null,
    interval: difference === null || low === null || high === null ? null : [low, high],
    controlInterval: null,
  };
}

/** What the pairs that are compared come to: the control and the difference together. */
export function setMean({ control_mean: control, difference }: StatisticsRow): number | null {
  return control === null || difference === null ? null : control + difference;
}
