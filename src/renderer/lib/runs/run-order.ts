/** In which order runs are listed. */
import type { Run } from '../../../shared/entities.ts';
import { sortRows } from '../../ui/sort-rows.ts';
import { STATE_WORDS } from '../../../shared/state-words.ts';

export const RUN_ORDERS = ['run', 'set', 'control', 'model', 'state', 'pairs', 'made'] as const;
export type RunOrder = (typeof RUN_ORDERS)[number];

export interface RunSort {
  readonly by: RunOrder;
  readonly direction: 'asc' | 'desc';
}

/** Those that are equal, the latest first. */
export function sortedRuns(runs: readonly Run[], { by, direction }: RunSort): Run[] {
  return sortRows(
    runs.toSorted((a, b) => b.id - a.id),
    (run) => valueOf(run, by),
    direction,
  );
}

function valueOf(run: Run, by: RunOrder): string | number | null {
  switch (by) {
    case 'run':
      return run.id;
    case 'set':
      return run.set.name;
    case 'control':
      return run.controlSet?.name ?? null;
    case 'model':
      return run.model.name;
    case 'state':
      return STATE_WORDS[run.state];
    case 'pairs':
      return run.done;
    case 'made':
      return run.createdAt;
  }
}
