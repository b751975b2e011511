/** How many pairs of a set take part in a comparison, and in how many units, out of the table `pair`. */
import type { RunSize } from '../../../core/statistics/power.ts';
import { prepared, type ReadableDatabase } from './handles.ts';

/** By which column pairs belong together; null: each stands for itself. */
export type UnitsBy = 'cluster' | 'label' | null;

const UNITS = {
  cluster: 'count(DISTINCT cluster) + count(*) - count(cluster)',
  label: 'count(DISTINCT label) + count(*) - count(label)',
  none: 'count(*)',
} as const;

/** @param withNeutral only of pairs that have one */
export function sizeOfSet(
  database: ReadableDatabase,
  setId: number,
  { by, withNeutral }: { readonly by: UnitsBy; readonly withNeutral: boolean },
): RunSize {
  const only = withNeutral ? 'AND (neutral IS NOT NULL OR neutral_ids IS NOT NULL)' : '';
  return (
    prepared<RunSize>(
      database,
      `SELECT count(*) AS pairs, ${UNITS[by ?? 'none']} AS units FROM pair
       WHERE set_id = ? AND removed_at IS NULL ${only}`,
    ).get(setId) ?? { pairs: 0, units: 0 }
  );
}
