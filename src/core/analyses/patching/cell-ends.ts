/** What is drawn of the cells of a map along an axis, and where their colours and that axis end. */
import type { ForestMarks } from '../../figures/forest-axis.ts';
import { endsBesideAxis } from '../../figures/scale-ends.ts';
import type { PatchedCell } from './cells.ts';

/** What of a cell is drawn: the set, its control, or the set less the control. */
export const PATCH_PARTS = ['mean', 'control', 'difference'] as const;
export type PatchPart = (typeof PATCH_PARTS)[number];

/** The set and its control. */
export function marksOfCell(cell: PatchedCell): ForestMarks {
  return {
    set: cell.mean,
    interval: interval(cell.ci_low, cell.ci_high),
    control: cell.control_mean,
    controlInterval: interval(cell.control_ci_low, cell.control_ci_high),
  };
}

/** The set and its control share their colours, and the axis of the ranking has their ends. */
export function coloursOfCells(cells: readonly PatchedCell[], part: PatchPart): readonly [number, number] {
  return endsBesideAxis(cells.map(part === 'difference' ? differenceOfCell : marksOfCell), 'diverging');
}

function differenceOfCell(cell: PatchedCell): ForestMarks {
  return {
    set: cell.difference,
    interval: interval(cell.difference_ci_low, cell.difference_ci_high),
    control: null,
    controlInterval: null,
  };
}

function interval(low: number | null, high: number | null): ForestMarks['interval'] {
  return low === null || high === null ? null : [low, high];
}
