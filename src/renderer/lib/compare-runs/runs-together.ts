/** Runs that are worth comparing with each other, before any two are chosen. */
import { metricsOfBoth } from './runs-request.ts';
import { sortRows } from '../../ui/sort-rows.ts';
import type { MetricName } from '../../../core/metrics/catalogue.ts';
import type { TOGETHER_ORDERS } from './together-orders.ts';

interface RunOfSet {
  readonly id: number;
  readonly model: { readonly id: number };
  /** The hash of the set as it was measured. */
  readonly provenance: { readonly setHash: string };
  readonly metrics: readonly MetricName[];
}

export const SAME_WORDS = { both: 'model and set', model: 'model', set: 'set' } as const;

export interface RunsTogether<Run> {
  readonly first: Run;
  readonly second: Run;
  readonly same: keyof typeof SAME_WORDS;
}

export interface TogetherSort {
  readonly by: (typeof TOGETHER_ORDERS)[number];
  readonly direction: 'asc' | 'desc';
}

/** Runs by their number, which is when they were made. @param sort null: the latest first */
export function sortedTogether<Run extends { readonly id: number }>(
  rows: readonly RunsTogether<Run>[],
  sort: TogetherSort | null,
): readonly RunsTogether<Run>[] {
  if (sort === null) return rows;
  const { by, direction } = sort;
  return sortRows(rows, (row) => (by === 'same' ? SAME_WORDS[row.same] : row[by].id), direction);
}

/** More would be no help to choose by. */
const MOST = 8;

/**
 * Two runs of one model or of one set, with a metric in common; the later run first.
 * @param runs the latest first
 * @param chosen one of the two, where one is chosen
 */
export function runsTogether<Run extends RunOfSet>(
  runs: readonly Run[],
  chosen: Run | undefined,
): RunsTogether<Run>[] {
  return runs
    .flatMap((first, at) =>
      runs.slice(at + 1).flatMap((second): RunsTogether<Run>[] => {
        if (chosen !== undefined && chosen.id !== first.id && chosen.id !== second.id) return [];
        const same = sameOf(first, second);
        return same === null || metricsOfBoth(first, second).length === 0 ? [] : [{ first, second, same }];
      }),
    )
    .slice(0, MOST);
}

function sameOf(first: RunOfSet, second: RunOfSet): RunsTogether<RunOfSet>['same'] | null {
  const [model, set] = [
    first.model.id === second.model.id,
    first.provenance.setHash === second.provenance.setHash,
  ];
  if (model) return set ? 'both' : 'model';
  return set ? 'set' : null;
}
