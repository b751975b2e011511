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
 * The set is the control and the difference together, or the mean where nothing is compared. The interval is that of the
 * difference, drawn from the control: where it holds the control's mark, it holds 0.
 */
export function forestMarks(row: StatisticsRow): ForestMarks {
  const { control_mean: control, difference, difference_ci_low: low, difference_ci_high: high } = row;
  if (row.comparison === 'none') return marksOfMean({ ...row, control_mean: null });
  if (control === null || difference === null)
    return { set: row.mean, control, interval: null, controlInterval: null };
  return {
    set: control + difference,
    control,
    interval: low === null || high === null ? null : [control + low, control + high],
    controlInterval: null,
  };
}
