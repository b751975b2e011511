/** One head put in at each position: in which order positions are listed. */
import type { PositionRow } from '../../../core/analyses/patching/position-rows.ts';
import { sortRows } from '../../ui/sort-rows.ts';

export const POSITION_ORDERS = ['original', 'other', 'restores', 'breaks'] as const;

export interface PositionSort {
  readonly by: (typeof POSITION_ORDERS)[number];
  readonly direction: 'asc' | 'desc';
}

interface Shares {
  /** By position of what the original is compared with. */
  readonly denoising: readonly (number | null)[];
  /** By position of the original. */
  readonly noising: readonly (number | null)[];
}

/** What has no partner restores and breaks nothing: it comes last. @param sort null: as they are read */
export function sortedPositions(
  rows: readonly PositionRow[],
  { denoising, noising }: Shares,
  sort: PositionSort | null,
): readonly PositionRow[] {
  if (sort === null) return rows;
  const valueOf = ({ original, other }: PositionRow): number | null => {
    switch (sort.by) {
      case 'original':
        return original;
      case 'other':
        return other;
      case 'restores':
        return original === null || other === null ? null : (denoising[other] ?? null);
      case 'breaks':
        return original === null || other === null ? null : (noising[original] ?? null);
    }
  };
  return sortRows(rows, valueOf, sort.direction);
}
