/** Heads that were taken away: in which order they are listed. */
import type { ExplainedDifference } from '../../../core/analyses/patterns/explanation.ts';
import { EXPLAINED_WORDS, explainedVerdict } from '../../../core/analyses/patterns/explanation-words.ts';
import { detectorNamed } from '../../../core/analyses/patterns/detectors.ts';
import { nameOf } from '../../../core/analyses/patterns/words.ts';
import { sortRows } from '../../ui/sort-rows.ts';
import type { CostOrder } from './cost-orders.ts';

export interface CostSort {
  readonly by: CostOrder;
  readonly direction: 'asc' | 'desc';
}

/** By the mean of what has an interval. @param sort null: as they were taken away */
export function sortedCosts(
  rows: readonly ExplainedDifference[],
  sort: CostSort | null,
): readonly ExplainedDifference[] {
  if (sort === null) return rows;
  const { by, direction } = sort;
  const valueOf = (row: ExplainedDifference): string | number | null => {
    switch (by) {
      case 'head':
        return nameOf(row);
      case 'detector':
        return detectorNamed(row.detector).title;
      case 'verdict':
        return EXPLAINED_WORDS[explainedVerdict(row)];
      case 'q':
      case 'n':
      case 'shareElsewhere':
        return row[by];
      default:
        return row[by].mean;
    }
  };
  return sortRows(rows, valueOf, direction);
}
